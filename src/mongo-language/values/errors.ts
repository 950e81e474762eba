import type { Document } from 'bson';

/** MongoDB's names for the error codes that this server answers with. */
const codeNames: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  17: 'ProtocolError',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  181: 'AmbiguousIndexKeyPattern',
  197: 'InvalidIndexSpecificationOption',
  224: 'QueryFeatureNotAllowed',
  238: 'NotImplemented',
  241: 'ConversionFailure',
  11000: 'DuplicateKey',
  10334: 'BSONObjectTooLarge',
  13113: 'MergeStageNoMatchingDocument',
  40324: 'Location40324',
  40415: 'Location40415',
  51003: 'Location51003',
};

/** An error as a client of MongoDB sees it: a code, its name, a message, and further fields of the reply. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly extra: Document;

  constructor(code: number, message: string, extra: Document = {}) {
    super(message);
    this.name = 'MongoError';
    this.code = code;
    this.codeName = codeNames[code] ?? `Location${code}`;
    this.extra = extra;
  }
}

/** What this server cannot do right and says so. Code 238, NotImplemented. */
export class NotSupported extends MongoError {
  /** A short name, the same for every refusal of one kind, by which refusals are counted. */
  readonly feature: string;

  constructor(what: string, feature: string) {
    super(238, `${what} is not supported by the embedded server`);
    this.feature = feature;
  }
}

/**
 * The honest answer: `what` is said to the client, `feature` names the kind where `what` holds something of the
 * client's own.
 */
export function notSupported(what: string, feature = what): NotSupported {
  return new NotSupported(what, feature);
}
