import type { SourceFacts } from '../model/record.js';
import type { ResumeFault } from '../model/setup-fault.js';
import type { DatabaseFacts } from '../model/surroundings.js';

/** What a run would go on with is no longer what it began with. Nothing was added to its record. */
export class ResumeError extends Error {
  readonly fault: ResumeFault;

  constructor(fault: ResumeFault) {
    super(fault.kind);
    this.name = 'ResumeError';
    this.fault = fault;
  }
}

/** Throws ResumeError when a fact of the record that is resumed is another now. */
export function sameOrRefuse(
  what: { readonly kind: 'database' | 'data-set' } | { readonly kind: 'code'; readonly armName: string },
  was: string | undefined,
  now: string | undefined,
): void {
  if (was !== undefined && now !== undefined && was !== now) throw new ResumeError({ ...what, was, now });
}

/** A database as two of them are told apart. */
export function databaseText({ kind, version }: DatabaseFacts): string {
  return `${kind} ${version}`;
}

/** Throws ResumeError when the code of an arm is another than it was. */
export function sameCodeOrRefuse(was: readonly SourceFacts[] | undefined, now: readonly SourceFacts[]): void {
  for (const [i, source] of now.entries()) {
    const then = was?.[i];
    sameOrRefuse({ kind: 'code', armName: source.armName }, then && codeText(then), codeText(source));
  }
}

function codeText({ sha256 }: SourceFacts): string {
  return sha256.state === 'value' ? sha256.value : sha256.reason;
}
