import type { Document } from 'bson';
import { withCollation } from '../../mongo-language/expression/variables.js';
import { compileFilter, type Predicate } from '../../mongo-language/filter/filter.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import type { CollectionOptions } from './collection-options.js';
import { validationDetails } from './validation-details.js';

/** A collection's validator, compiled. */
export class Validation {
  readonly #options: CollectionOptions;
  readonly #accepts: Predicate;

  constructor(options: CollectionOptions) {
    this.#options = options;
    this.#accepts = options.validator
      ? compileFilter(options.validator, withCollation({}, options.collation))
      : () => true;
  }

  /**
   * Throws DocumentValidationFailure (121) for a document that the validator refuses. `before` is the one that it
   * replaces: at the level `moderate` what was invalid may stay so.
   */
  check(document: Document, before: Document | undefined): void {
    const { validator, validationLevel, validationAction } = this.#options;
    if (!validator || validationLevel === 'off' || this.#accepts(document)) return;
    if (validationLevel === 'moderate' && before && !this.#accepts(before)) return;
    const errInfo = { failingDocumentId: document._id, details: validationDetails(validator, document) };
    // mongod's warning goes to its log too.
    if (validationAction === 'warn') process.stderr.write('Document would fail validation\n');
    else throw new MongoError(121, 'Document failed validation', { errInfo });
  }
}
