import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';

/** The collection that `$out` or `$merge` writes to: `db` and `coll` together, or `coll` alone. */
export function targetOf(
  stage: '$out' | '$merge',
  target: unknown,
  database: string,
): readonly [database: string, collection: string] {
  if (typeof target === 'string') return [database, target];
  if (isDocument(target) && typeof target.coll === 'string') {
    if (target.db === undefined || typeof target.db === 'string') return [target.db ?? database, target.coll];
  }
  throw stage === '$out'
    ? new MongoError(16990, '$out only supports a string or object argument')
    : new MongoError(51178, "$merge 'into' field must specify a 'coll' that is a string");
}
