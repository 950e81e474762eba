import { Int32 } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import { typeAlias } from '../../mongo-language/values/values.js';
import { type Content, contentOf, encodedContent } from '../storage/record.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { storedForm } from './new-document.js';
import { checkBatch, runEach } from './write-batch.js';

/** What to store: the bytes that came, unless something must be added to them. */
function storedContent(bytes: Uint8Array): Content {
  const content = contentOf(bytes);
  const stored = storedForm(content.document);
  return stored === content.document ? content : encodedContent(stored);
}

const insert: Command = (context, command) => {
  const args = new Arguments('insert', command, { known: ['documents', 'ordered', 'bypassDocumentValidation'] });
  const documents: unknown = context.request.sequences.get('documents') ?? command.documents;
  if (documents === undefined)
    throw new MongoError(40414, "BSON field 'insert.documents' is missing but a required field");
  if (!Array.isArray(documents) || !documents.every((document) => document instanceof Uint8Array)) {
    throw new MongoError(
      14,
      `BSON field 'insert.documents' is the wrong type '${typeAlias(documents)}', expected type 'array'`,
    );
  }
  checkBatch(documents.length);
  const bypassValidation = args.flag('bypassDocumentValidation', false);
  const collection = context.state.store.obtain(args.database, args.collectionName());
  let stored = 0;
  const errors = runEach(context, documents, args.flag('ordered', true), (bytes) => {
    collection.insert(storedContent(bytes), { bypassValidation });
    stored++;
  });
  return { n: new Int32(stored), ...errors, ok: 1 };
};

export const insertingCommands: Readonly<Record<string, Command>> = { insert };
