import { type Document, Int32, ObjectId } from 'bson';
import { refuseId } from '../../mongo-language/update/storable.js';
import { compileUpdate, isReplacement } from '../../mongo-language/update/update.js';
import { upserted } from '../../mongo-language/update/upsert.js';
import { decode, encode } from '../../mongo-language/values/codec.js';
import { documentOf, entriesOf, namesOf } from '../../mongo-language/values/document.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { Arguments } from '../arguments.js';
import type { Command, Context } from '../session.js';
import { maxWriteBatchSize } from '../wire/limits.js';
import { checkHint } from './reading.js';

/** The writes of one command: from a kind-1 section, else from the body. */
function statements(context: Context, command: Document, field: string): Document[] {
  const encoded = context.request.sequences.get(field);
  if (encoded) return encoded.map((bytes) => decode(bytes));
  const inBody: unknown = command[field];
  if (!Array.isArray(inBody)) throw new MongoError(14, `BSON field '${field}' must be an array`);
  return inBody;
}

function checkBatch(count: number): void {
  if (count < 1 || count > maxWriteBatchSize) {
    throw new MongoError(16, `Write batch sizes must be between 1 and ${maxWriteBatchSize}. Got ${count} operations.`);
  }
}

/** Runs each write; an ordered command ends at the first that fails. Gives mongod's `writeErrors`. */
function runEach<T>(items: readonly T[], ordered: boolean, run: (item: T, index: number) => void): Document[] {
  const errors: Document[] = [];
  for (const [index, item] of items.entries()) {
    try {
      run(item, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      errors.push({ index: new Int32(index), code: new Int32(error.code), ...error.extra, errmsg: error.message });
      if (ordered) break;
    }
  }
  return errors;
}

const withErrors = (writeErrors: readonly Document[]) => (writeErrors.length > 0 ? { writeErrors } : {});

/** A document to store has its `_id`, and has it first. */
function withId(bytes: Uint8Array): Uint8Array {
  const document = decode(bytes);
  if (namesOf(document)[0] === '_id') {
    refuseId(document._id);
    return bytes;
  }
  const { _id = new ObjectId() } = document;
  refuseId(_id);
  return encode(documentOf([['_id', _id], ...entriesOf(document).filter(([name]) => name !== '_id')]));
}

const insert: Command = (context, command) => {
  const args = new Arguments('insert', command, {
    known: ['documents', 'ordered'],
    ignored: ['bypassDocumentValidation'],
  });
  const inBody: unknown = command.documents;
  const documents =
    context.request.sequences.get('documents') ?? (Array.isArray(inBody) ? (inBody as Uint8Array[]) : []);
  checkBatch(documents.length);
  const collection = context.state.store.obtain(args.database, args.text('insert'));
  let stored = 0;
  const errors = runEach(documents, args.flag('ordered', true), (bytes) => {
    collection.insert(withId(bytes));
    stored++;
  });
  return { n: new Int32(stored), ...withErrors(errors), ok: 1 };
};

const updateFields = { known: ['q', 'u', 'upsert', 'multi', 'arrayFilters', 'hint'], refused: ['c'] } as const;

const update: Command = (context, command) => {
  const args = new Arguments('update', command, {
    known: ['updates', 'ordered', 'let'],
    ignored: ['bypassDocumentValidation'],
  });
  const updates = statements(context, command, 'updates');
  checkBatch(updates.length);
  const collection = context.state.store.obtain(args.database, args.text('update'));
  let matched = 0;
  let modified = 0;
  const inserted: Document[] = [];
  const variables = args.variables();
  const errors = runEach(updates, args.flag('ordered', true), (statement, index) => {
    const one = new Arguments('update.updates', statement, updateFields);
    checkHint(one, collection);
    const filter = one.document('q');
    const change = one.raw('u');
    const multi = one.flag('multi', false);
    if (multi && isReplacement(change))
      throw new MongoError(9, 'multi update is not supported for replacement-style update');
    const apply = compileUpdate(change, { filter, arrayFilters: one.documents('arrayFilters', []), variables });
    const found = [...collection.find(filter, variables)].slice(0, multi ? undefined : 1);
    for (const record of found) {
      if (collection.replace(record, apply(record.document, false))) modified++;
      matched++;
    }
    if (found.length === 0 && one.flag('upsert', false)) {
      const made = collection.insert(encode(upserted(filter, change, apply)));
      inserted.push({ index: new Int32(index), _id: made.document._id });
    }
  });
  return {
    n: new Int32(matched + inserted.length),
    nModified: new Int32(modified),
    ...(inserted.length > 0 ? { upserted: inserted } : {}),
    ...withErrors(errors),
    ok: 1,
  };
};

const deleteCommand: Command = (context, command) => {
  const args = new Arguments('delete', command, { known: ['deletes', 'ordered', 'let'] });
  const deletes = statements(context, command, 'deletes');
  checkBatch(deletes.length);
  const collection = context.state.store.find(args.database, args.text('delete'));
  const variables = args.variables();
  let deleted = 0;
  const errors = runEach(deletes, args.flag('ordered', true), (statement) => {
    const one = new Arguments('delete.deletes', statement, { known: ['q', 'limit', 'hint'] });
    checkHint(one, collection);
    const limit = one.count('limit');
    if (limit !== 0 && limit !== 1)
      throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    const found = [...(collection?.find(one.document('q'), variables) ?? [])].slice(0, limit === 1 ? 1 : undefined);
    for (const record of found) collection?.delete(record);
    deleted += found.length;
  });
  return { n: new Int32(deleted), ...withErrors(errors), ok: 1 };
};

export const writingCommands: Readonly<Record<string, Command>> = {
  insert,
  update,
  delete: deleteCommand,
};
