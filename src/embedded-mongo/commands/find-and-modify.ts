import { type Document, Int32 } from 'bson';
import { sortDocuments } from '../../mongo-language/path/sort.js';
import { compileProjection } from '../../mongo-language/pipeline/projection.js';
import { compileUpdate } from '../../mongo-language/update/update.js';
import { upserted } from '../../mongo-language/update/upsert.js';
import { encode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { Arguments } from '../arguments.js';
import type { StoredRecord } from '../hash-index.js';
import type { Command } from '../session.js';
import { checkHint } from './reading.js';

function ordered(records: StoredRecord[], sort: Document): StoredRecord[] {
  return Object.keys(sort).length === 0 ? records : sortDocuments(records, sort, ({ document }) => document);
}

const findAndModify: Command = ({ state }, command) => {
  const [name = 'findAndModify'] = Object.keys(command);
  const args = new Arguments(name, command, {
    known: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let'],
    ignored: ['bypassDocumentValidation'],
  });
  const collection = state.store.obtain(args.database, args.text(name));
  checkHint(args, collection);
  const filter = args.document('query', {});
  const variables = args.variables();
  const project = args.has('fields')
    ? compileProjection(args.document('fields'), { variables, query: filter })
    : (document: Document) => document;
  const [record] = ordered([...collection.find(filter, variables)], args.document('sort', {}));
  if (args.flag('remove', false)) {
    if (args.has('update')) throw new MongoError(9, "Cannot specify both an 'update' and 'remove'=true");
    if (!record) return { lastErrorObject: { n: new Int32(0) }, value: null, ok: 1 };
    collection.delete(record);
    return { lastErrorObject: { n: new Int32(1) }, value: project(record.document), ok: 1 };
  }
  if (!args.has('update')) throw new MongoError(9, "Either an 'update' or 'remove'=true must be specified");
  const change = args.raw('update');
  const update = compileUpdate(change, { filter, arrayFilters: args.documents('arrayFilters', []), variables });
  const wantNew = args.flag('new', false);
  if (record) {
    const before = record.document;
    collection.replace(record, update(before, false));
    const lastErrorObject = { n: new Int32(1), updatedExisting: true };
    return { lastErrorObject, value: project(wantNew ? record.document : before), ok: 1 };
  }
  const isUpsert = args.flag('upsert', false);
  if (!isUpsert) return { lastErrorObject: { n: new Int32(0), updatedExisting: false }, value: null, ok: 1 };
  const made = collection.insert(encode(upserted(filter, change, update))).document;
  const lastErrorObject = { n: new Int32(1), updatedExisting: false, upserted: made._id };
  return { lastErrorObject, value: wantNew ? project(made) : null, ok: 1 };
};

export const findAndModifyCommands: Readonly<Record<string, Command>> = { findAndModify, findandmodify: findAndModify };
