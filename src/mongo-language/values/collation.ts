import { type Document, Int32 } from 'bson';
import { type Options, readOptions } from './collation-options.js';
import { MongoError, notSupported } from './errors.js';
import { isDocument, typeAlias } from './values.js';

/** How the strings of one command or index are compared, where it is not by their bytes. */
export interface Collation {
  /** The collation with all its options, as mongod lists it. */
  readonly spec: Document;
  readonly compare: (a: string, b: string) => number;
  /** One text that stands for all that are equal to this one; it holds only within this object. */
  readonly canonical: (text: string) => string;
  /** Equal for collations that order all strings alike. */
  readonly identity: string;
}

/** ICU's names of tailorings, as in `de@collation=phonebook`, and those of Unicode's locales, which `Intl` takes. */
const tailorings: Readonly<Record<string, string>> = {
  phonebook: 'phonebk',
  traditional: 'trad',
  dictionary: 'dict',
};

/** `Intl` has ICU's first three levels, and the case level with the first. */
function sensitivityOf({ strength, caseLevel, alternate }: Options): Intl.CollatorOptions['sensitivity'] {
  if (caseLevel && strength === 2)
    throw notSupported('a collation of strength 2 with caseLevel', 'collation: caseLevel');
  if (strength > 3 && alternate === 'shifted')
    throw notSupported(`a shifted collation of strength ${strength}`, 'collation: strength');
  if (strength === 1) return caseLevel ? 'case' : 'base';
  return strength === 2 ? 'accent' : 'variant';
}

function localeTag(locale: string): string {
  const [language = '', tailoring] = locale.split('@collation=');
  const tag = language.replaceAll('_', '-');
  const full = tailoring === undefined ? tag : `${tag}-u-co-${tailorings[tailoring] ?? tailoring}`;
  try {
    if (Intl.Collator.supportedLocalesOf(full).length > 0) return full;
  } catch {
    // Not the form of a locale; said below.
  }
  throw new MongoError(2, `Field 'locale' is invalid in: { locale: "${locale}" }`);
}

/**
 * Reads a collation of a command or an index; undefined for the "simple" one, which compares bytes. Throws what mongod
 * does for what is ill-formed, and a refusal for what `Intl.Collator` cannot do as ICU does it.
 */
export function compileCollation(spec: unknown): Collation | undefined {
  if (!isDocument(spec))
    throw new MongoError(14, `BSON field 'collation' is the wrong type '${typeAlias(spec)}', expected type 'object'`);
  if (Object.keys(spec).length === 0) return undefined;
  const options = readOptions(spec);
  if (options.locale === 'simple') {
    if (Object.keys(spec).length > 1) throw new MongoError(2, 'The simple collation takes no other option');
    return undefined;
  }
  const collator = new Intl.Collator(localeTag(options.locale), {
    sensitivity: sensitivityOf(options),
    caseFirst: options.caseFirst === 'off' ? 'false' : options.caseFirst,
    numeric: options.numericOrdering,
    ignorePunctuation: options.alternate === 'shifted',
  });
  // Strength 5: what is alike in everything else is told apart by its code points.
  const compare =
    options.strength === 5
      ? (a: string, b: string) => collator.compare(a, b) || Buffer.compare(Buffer.from(a), Buffer.from(b))
      : collator.compare;
  return {
    spec: listed(spec, options),
    compare,
    canonical: representatives(compare),
    identity: JSON.stringify(options),
  };
}

/** Every option, in mongod's order and with its defaults; the version is that of ICU in MongoDB 7.0. */
function listed(
  spec: Document,
  { locale, caseLevel, caseFirst, strength, numericOrdering, alternate }: Options,
): Document {
  return {
    locale,
    caseLevel,
    caseFirst,
    strength: new Int32(strength),
    numericOrdering,
    alternate,
    maxVariable: spec.maxVariable ?? 'punct',
    normalization: spec.normalization ?? false,
    backwards: false,
    version: '57.1',
  };
}

/**
 * `Intl` gives no sort keys, so the first text seen of those that are equal stands for all of them; they are kept in
 * order, to be found by halving.
 */
function representatives(compare: (a: string, b: string) => number): (text: string) => string {
  const seen: string[] = [];
  const exact = new Map<string, string>();
  return (text) => {
    const known = exact.get(text);
    if (known !== undefined) return known;
    let [low, high] = [0, seen.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(seen[middle] ?? '', text) < 0) low = middle + 1;
      else high = middle;
    }
    const found = seen[low];
    const representative = found !== undefined && compare(found, text) === 0 ? found : text;
    if (representative === text) seen.splice(low, 0, text);
    exact.set(text, representative);
    return representative;
  };
}
