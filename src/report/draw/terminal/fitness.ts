import type { Fitness, FitnessVerdict } from '../../../model/fitness.js';
import type { DatabaseCandidate } from '../../../model/machine.js';
import {
  type CheckText,
  candidateText,
  checkText,
  findingLine,
  fitnessSummary,
  placeNames,
  takenBy,
} from '../../words/fitness.js';
import { headings } from '../../words/headings.js';
import { plainText, wrap } from '../../words/plain-text.js';
import type { Paint } from '../paint.js';
import type { Canvas } from './blocks.js';

const tones = { good: 'good', warn: 'warn', bad: 'bad', unknown: 'dim' } as const satisfies Readonly<
  Record<FitnessVerdict, keyof Paint>
>;

const verdictWidth = 9;

/** Every check with its verdict and remedy, the databases that there are, and the sum of it. Ends with a line break. */
export function fitnessReport(fitness: Fitness, { paint, columns }: Canvas): string {
  const { facts } = fitness;
  const checks = fitness.checks.map((check) => checkText(check, facts));
  const labelWidth = Math.max(...checks.map(({ label }) => label.length)) + 2;
  const indent = verdictWidth + labelWidth;
  const beside = (text: string, width: number) => wrap(text, columns - width).join(`\n${' '.repeat(width)}`);
  const row = (check: CheckText) => {
    const { verdict, label, remedy } = check;
    const head =
      paint[tones[verdict]]((verdict === 'unknown' ? '-' : verdict).padEnd(verdictWidth)) + label.padEnd(labelWidth);
    const lines = [head + beside(findingLine(check), indent)];
    if (remedy !== undefined) lines.push(`${' '.repeat(indent)}${paint.bold('->')} ${beside(remedy, indent + 3)}`);
    return lines.join('\n');
  };
  const taken = takenBy(facts.databases);
  const placeWidth = Math.max(...Object.values(placeNames).map((name) => name.length)) + 2;
  const databaseRow = (candidate: DatabaseCandidate) =>
    `${(candidate === taken ? '*' : '').padEnd(2)}${placeNames[candidate.place].padEnd(placeWidth)}` +
    beside(plainText(candidateText(candidate)), 2 + placeWidth);
  return [
    ...checks.map(row),
    '',
    paint.dim(headings.databases),
    ...facts.databases.map(databaseRow),
    '',
    paint[tones[fitness.verdict]](fitnessSummary(fitness)),
    '',
  ].join('\n');
}
