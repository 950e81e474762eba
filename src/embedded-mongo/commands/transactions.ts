import type { Document } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import type { Command } from './context.js';

/** Throws what a standalone mongod answers to a command of a transaction, or to one that could be retried. */
export function refuseTransaction(command: Document): void {
  const { txnNumber, autocommit, startTransaction, lsid } = command;
  if (txnNumber === undefined) {
    if (autocommit !== undefined || startTransaction !== undefined)
      throw new MongoError(
        72,
        `'${autocommit === undefined ? 'startTransaction' : 'autocommit'}' field requires a transaction number to also be specified`,
      );
    return;
  }
  if (lsid === undefined) throw new MongoError(72, 'Transaction number requires a session ID to also be specified');
  throw new MongoError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
}

/** Without a transaction there is none to end. */
const endTransaction: Command = (_context, command) => {
  const [name] = Object.keys(command);
  throw new MongoError(125, `${name} must be run within a transaction`);
};

export const transactionCommands: Readonly<Record<string, Command>> = {
  commitTransaction: endTransaction,
  abortTransaction: endTransaction,
};
