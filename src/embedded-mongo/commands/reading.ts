import { Int32 } from 'bson';
import { valuesAt } from '../../mongo-language/path/path.js';
import { compileProjection } from '../../mongo-language/pipeline/projection.js';
import { encode } from '../../mongo-language/values/codec.js';
import { namesOf } from '../../mongo-language/values/document.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { countMatching } from '../planner/count.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import { cursorReply } from '../wire/cursor-reply.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { queryOf } from './query-arguments.js';

/** The query of a `find`. */
export function findQuery(args: Arguments, collection: Collection | undefined): Query {
  return queryOf(args, collection, {
    filter: args.document('filter', {}),
    sort: args.document('sort', {}),
    skip: args.count('skip') ?? 0,
    limit: args.count('limit') ?? 0,
    variables: args.variables(),
  });
}

export const findFields = {
  known: ['filter', 'sort', 'projection', 'let', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'collation'],
  ignored: ['allowDiskUse', 'noCursorTimeout', 'allowPartialResults', 'awaitData'],
  refused: ['max', 'min', 'returnKey', 'showRecordId', 'tailable', 'oplogReplay'],
} as const;

const find: Command = ({ state }, command) => {
  const args = new Arguments('find', command, findFields);
  const namespace = `${args.database}.${args.collectionName()}`;
  const collection = state.store.find(args.database, args.collectionName());
  const query = findQuery(args, collection);
  const { filter, variables } = query;
  const project = args.has('projection')
    ? compileProjection(args.document('projection'), { variables, query: filter })
    : undefined;
  const { records } = select(collection, query);
  const documents = Array.from(records, ({ bytes, document }) => (project ? encode(project(document)) : bytes));
  const batch = state.cursors.begin(namespace, documents, args.count('batchSize'), args.flag('singleBatch', false));
  return cursorReply('firstBatch', batch.documents, batch.id, namespace);
};

const getMore: Command = ({ state }, command) => {
  const args = new Arguments('getMore', command, {
    known: ['collection', 'batchSize'],
    refused: ['term', 'lastKnownCommittedOpTime'],
  });
  const namespace = `${args.database}.${args.text('collection')}`;
  const batch = state.cursors.next(args.long('getMore'), namespace, args.count('batchSize'));
  return cursorReply('nextBatch', batch.documents, batch.id, namespace);
};

const killCursors: Command = ({ state }, command) => {
  const args = new Arguments('killCursors', command, { known: ['cursors'] });
  const ids = args.raw('cursors');
  if (!Array.isArray(ids)) throw new MongoError(14, "BSON field 'killCursors.cursors' must be an array");
  const cursorsKilled = ids.filter((id) => state.cursors.kill(id));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
};

export const countFields = { known: ['query', 'limit', 'skip', 'hint', 'collation'], refused: ['fields'] } as const;

/** The query of a `count`; a negative limit stands for its size. */
export function countQuery(args: Arguments, collection: Collection | undefined): Query {
  return queryOf(args, collection, {
    filter: args.document('query', {}),
    skip: args.count('skip') ?? 0,
    limit: Math.abs(args.whole('limit') ?? 0),
    variables: args.variables(),
  });
}

const count: Command = ({ state }, command) => {
  const args = new Arguments('count', command, countFields);
  const collection = state.store.find(args.database, args.collectionName());
  const query = countQuery(args, collection);
  return { n: new Int32(countMatching(collection, query).n), ok: 1 };
};

export const distinctFields = { known: ['key', 'query', 'hint', 'collation'] } as const;

/**
 * The query of a `distinct`. Without a filter the values come in the order of an index on them, where there is one, as
 * in mongod.
 */
export function distinctQuery(args: Arguments, collection: Collection | undefined): Query {
  const query = queryOf(args, collection, { filter: args.document('query', {}), variables: args.variables() });
  if (namesOf(query.filter).length > 0 || query.hint !== undefined || query.natural) return query;
  const path = args.text('key');
  const found = collection?.indexes.find(
    (index) => index.pattern[0]?.path === path && index.isComplete && !index.spec.hidden && !index.isMultikey,
  );
  return found && found.spec.collation?.identity === query.collation?.identity
    ? { ...query, hint: found.spec.name }
    : query;
}

const distinct: Command = ({ state }, command) => {
  const args = new Arguments('distinct', command, distinctFields);
  const collection = state.store.find(args.database, args.collectionName());
  const path = args.text('key');
  const query = distinctQuery(args, collection);
  const values = new Map<string, unknown>();
  for (const { document } of select(collection, query).records) {
    for (const found of valuesAt(document, path)) {
      for (const value of Array.isArray(found) ? found : [found]) {
        const key = keyOf(value, query.collation);
        if (value !== undefined && !values.has(key)) values.set(key, value);
      }
    }
  }
  return { values: [...values.values()], ok: 1 };
};

export const readingCommands: Readonly<Record<string, Command>> = {
  find,
  getMore,
  killCursors,
  count,
  distinct,
};
