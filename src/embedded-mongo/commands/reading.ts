import { type Document, Int32 } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import { valuesAt } from '../../mongo-language/path/path.js';
import { sortDocuments } from '../../mongo-language/path/sort.js';
import { compileProjection } from '../../mongo-language/pipeline/projection.js';
import { encode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { isDocument, isNumber, toJsNumber } from '../../mongo-language/values/values.js';
import { Arguments } from '../arguments.js';
import { Collection } from '../collection.js';
import type { StoredRecord } from '../hash-index.js';
import type { Command } from '../session.js';
import { cursorReply } from '../wire/cursor-reply.js';

/** A hint must name an index that there is; which one is used changes no answer. */
export function checkHint(args: Arguments, collection: Collection | undefined): void {
  if (!args.has('hint')) return;
  const hint = args.raw('hint');
  if (isDocument(hint) && Object.keys(hint)[0] === '$natural') return;
  const found = collection?.indexes.some(({ spec }) =>
    typeof hint === 'string' ? spec.name === hint : isDocument(hint) && keyOf(spec.raw.key) === keyOf(hint),
  );
  if (collection && !found)
    throw new MongoError(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
}

/** Sorted, skipped, limited. */
function select(
  records: Iterable<StoredRecord>,
  { sort, skip, limit }: { sort: Document; skip: number; limit: number },
): StoredRecord[] {
  const end = limit === 0 ? Number.POSITIVE_INFINITY : skip + limit;
  if ('$natural' in sort) {
    const backwards = isNumber(sort.$natural) && toJsNumber(sort.$natural) < 0;
    return (backwards ? [...records].reverse() : [...records]).slice(skip, end);
  }
  if (Object.keys(sort).length > 0)
    return sortDocuments([...records], sort, ({ document }) => document).slice(skip, end);
  const selected: StoredRecord[] = [];
  for (const record of records) {
    if (selected.length >= end) break;
    selected.push(record);
  }
  return selected.slice(skip);
}

/** The records that match; a filter that cannot be read is an error even where there is no collection. */
export function matching(
  collection: Collection | undefined,
  query: Document,
  variables: Variables,
): Iterable<StoredRecord> {
  return (collection ?? new Collection('nothing')).find(query, variables);
}

const find: Command = ({ state }, command) => {
  const args = new Arguments('find', command, {
    known: ['filter', 'sort', 'projection', 'let', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch'],
    ignored: ['allowDiskUse', 'noCursorTimeout', 'allowPartialResults', 'awaitData'],
    refused: ['max', 'min', 'returnKey', 'showRecordId', 'tailable', 'oplogReplay'],
  });
  const namespace = `${args.database}.${args.text('find')}`;
  const collection = state.store.find(args.database, args.text('find'));
  checkHint(args, collection);
  const query = args.document('filter', {});
  const variables = args.variables();
  const project = args.has('projection')
    ? compileProjection(args.document('projection'), { variables, query })
    : undefined;
  const records = select(matching(collection, query, variables), {
    sort: args.document('sort', {}),
    skip: args.count('skip') ?? 0,
    limit: args.count('limit') ?? 0,
  });
  const documents = records.map(({ bytes, document }) => (project ? encode(project(document)) : bytes));
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

const count: Command = ({ state }, command) => {
  const args = new Arguments('count', command, { known: ['query', 'limit', 'skip', 'hint'], refused: ['fields'] });
  const collection = state.store.find(args.database, args.text('count'));
  checkHint(args, collection);
  const query = args.document('query', {});
  const all =
    collection === undefined
      ? 0
      : Object.keys(query).length === 0
        ? collection.size
        : [...collection.find(query)].length;
  const afterSkip = Math.max(0, all - (args.count('skip') ?? 0));
  const limit = args.count('limit') ?? 0;
  return { n: new Int32(limit === 0 ? afterSkip : Math.min(afterSkip, limit)), ok: 1 };
};

const distinct: Command = ({ state }, command) => {
  const args = new Arguments('distinct', command, { known: ['key', 'query', 'hint'] });
  const collection = state.store.find(args.database, args.text('distinct'));
  checkHint(args, collection);
  const values = new Map<string, unknown>();
  for (const { document } of collection?.find(args.document('query', {})) ?? []) {
    for (const value of valuesAt(document, args.text('key')).flatMap((found) =>
      Array.isArray(found) ? found : [found],
    )) {
      if (value !== undefined && !values.has(keyOf(value))) values.set(keyOf(value), value);
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
