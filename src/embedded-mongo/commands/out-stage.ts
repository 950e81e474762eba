import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';
import { Collection } from '../storage/collection.js';
import { idIndexName } from '../storage/index-spec.js';
import { encodedContent } from '../storage/record.js';
import { storedForm } from './new-document.js';
import type { WriteStage } from './write-stage.js';
import { targetOf } from './write-stage-target.js';

/**
 * `$out`: the results in the place of what was there. Indexes and options stay, and where one is broken nothing has
 * changed.
 */
export const compileOut: WriteStage = (target, { database, store, options }) => {
  if (isDocument(target) && 'timeseries' in target) throw notSupported('$out to a time series');
  const [toDatabase, name] = targetOf('$out', target, database);
  return (documents) => {
    const old = store.find(toDatabase, name);
    if (old?.options.capped)
      throw new MongoError(17152, `namespace '${toDatabase}.${name}' is capped so it can't be used for $out`);
    const made = new Collection(`${toDatabase}.${name}`, old?.options);
    for (const { spec } of old?.indexes ?? []) if (spec.name !== idIndexName) made.createIndex(spec);
    for (const document of documents) made.insert(encodedContent(storedForm(document)), options);
    // Checked for its name like any other collection.
    store.obtain(toDatabase, name);
    store.replace(toDatabase, name, made);
  };
};
