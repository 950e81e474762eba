import type { FitnessVerdict } from '../../model/fitness.js';
import type { Reading } from '../../model/machine.js';

/** What one check says. */
export interface Judgement {
  readonly verdict: FitnessVerdict;
  readonly finding: string;
  readonly remedy?: string;
}

export function good(finding: string): Judgement {
  return { verdict: 'good', finding };
}

export function warn(finding: string, remedy: string): Judgement {
  return { verdict: 'warn', finding, remedy };
}

export function bad(finding: string, remedy: string): Judgement {
  return { verdict: 'bad', finding, remedy };
}

/** Judges what could be read; what could not is neither good nor bad. */
export function judged<T>(reading: Reading<T>, judge: (value: T) => Judgement): Judgement {
  return reading.state === 'value' ? judge(reading.value) : { verdict: 'unknown', finding: reading.reason };
}

/** Judges an amount by two limits. From low to high it is bad, warn and good, or the other way where the good limit is the lower. */
export function graded(
  amount: number,
  limits: { readonly good: number; readonly warn: number },
  finding: string,
  remedy: string,
): Judgement {
  const reaches = (limit: number) => (limits.good < limits.warn ? amount <= limit : amount >= limit);
  if (reaches(limits.good)) return good(finding);
  return reaches(limits.warn) ? warn(finding, remedy) : bad(finding, remedy);
}
