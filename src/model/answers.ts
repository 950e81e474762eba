/** A part of an answer that can be compared by itself. */
export type AnswerPart =
  /** A field of a JSON body, `items[3].price`; empty: the whole value. */
  | { readonly kind: 'field'; readonly path: string }
  /** A line of a text, counted from 1. */
  | { readonly kind: 'line'; readonly number: number }
  /** In lower case. */
  | { readonly kind: 'header'; readonly name: string }
  /** The body as a whole: it is binary, too long to be looked into, or a text of another number of lines. */
  | { readonly kind: 'body' };

/** A part that two answers to the same request have differently. */
export interface PartDifference {
  readonly part: AnswerPart;
  /** The reference's, shortened: JSON of a field, the line or the header as it is. Absent: it has none. */
  readonly expected?: string;
  /** The other arm's. */
  readonly got?: string;
  /** Of two arrays: how many entries they have. */
  readonly entries?: { readonly expected: number; readonly got: number };
  /** What both values look like: a time within a minute of the request, or a UUID. */
  readonly looksLike?: 'now' | 'uuid';
}

/** What of an answer differed between requests to one and the same server: it says nothing about the arms. */
export interface VaryingAnswer {
  readonly className: string;
  readonly method: string;
  readonly path: string;
  /** Paths of fields have no index: `items[].at`. */
  readonly parts: readonly AnswerPart[];
}

/** The path without its indexes: `items[3].price` is `items[].price`. */
export function withoutIndexes(path: string): string {
  return path.replace(/"(?:[^"\\]|\\.)*"|\[\d+\]/g, (found) => (found.startsWith('"') ? found : '[]'));
}
