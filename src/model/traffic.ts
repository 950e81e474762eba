/** Why a recorded request is not sent again. */
export type LeftOutReason =
  /** Sending it again would change data. */
  | 'writes'
  /** To another host than most. */
  | 'other-hosts'
  /** Its address holds a password, a token or the like. */
  | 'secrets'
  /** It never got an answer, or one that tells of a broken server. */
  | 'no-good-answer'
  /** Its method or its path cannot be sent. */
  | 'unsendable'
  /** There are more kinds than are told apart. */
  | 'rare';

/** What recorded traffic comes to. */
export interface TrafficFacts {
  readonly file: string;
  readonly recorded: number;
  readonly kinds: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Lines that are none of an access log; `first`: the number and the text of the first. */
  readonly unreadable?: { readonly count: number; readonly first: { readonly line: number; readonly text: string } };
  /** Headers that were not taken along, by name, with how many requests had them. */
  readonly headersLeft: Readonly<Record<string, number>>;
}
