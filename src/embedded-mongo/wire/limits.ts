/** The limits that `hello` tells every client, in bytes and counts. */
export const maxDocumentBytes = 16 * 1024 * 1024;
export const maxMessageBytes = 48_000_000;
export const maxWriteBatchSize = 100_000;
