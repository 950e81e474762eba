import type { Fitness, FitnessCheck, FitnessVerdict } from '../model/fitness.js';
import type { DatabaseCandidate, DatabasePlace } from '../model/machine.js';
import type { Paint } from './paint.js';
import { counted, plainText, wrap } from './plain-text.js';
import { binaryProblemText } from './words/setup-faults.js';

const verdictTones = { good: 'good', warn: 'warn', bad: 'bad', unknown: 'dim' } as const satisfies Readonly<
  Record<FitnessVerdict, keyof Paint>
>;

const verdictWidth = 9;

/** Where a database may be, in the user's words. */
const placeNames: Readonly<Record<DatabasePlace, string>> = {
  MONGOMS_SYSTEM_BINARY: 'MONGOMS_SYSTEM_BINARY',
  PATH: 'mongod on the PATH',
  cache: "mongodb-memory-server's cache",
  bundled: 'bundled stand-in',
};

function candidateText(candidate: DatabaseCandidate): string {
  switch (candidate.state) {
    case 'none':
      return candidate.place === 'MONGOMS_SYSTEM_BINARY' ? 'not set' : 'none';
    case 'usable':
      return candidate.kind === 'embedded'
        ? `embedded-mongo ${candidate.version}`
        : `mongod ${candidate.version}, ${candidate.path}`;
    case 'broken':
      return `${candidate.path} is not a mongod: ${binaryProblemText(candidate.problem)}`;
  }
}

function summaryOf({ verdict, checks }: Fitness): string {
  const count = (wanted: FitnessVerdict) => checks.filter((check) => check.verdict === wanted).length;
  const counts = [
    ...(count('bad') > 0 ? [`${count('bad')} bad`] : []),
    ...(count('warn') > 0 ? [counted(count('warn'), 'warning')] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not measurable here`] : []),
  ];
  const sentence = {
    good: 'This machine is fit to measure',
    warn: 'This machine can measure, with reservations',
    bad: 'This machine is not fit to measure',
  }[verdict];
  return counts.length === 0 ? `${sentence}.` : `${sentence}: ${counts.join(', ')}.`;
}

/** Every check with its verdict and remedy, the databases that there are, and the sum of it. Ends with a line break. */
export function fitnessReport(fitness: Fitness, { paint, columns }: { paint: Paint; columns: number }): string {
  const labelWidth = Math.max(...fitness.checks.map(({ label }) => label.length)) + 2;
  const indent = verdictWidth + labelWidth;
  const beside = (text: string, width: number) => wrap(plainText(text), columns - width).join(`\n${' '.repeat(width)}`);
  const row = ({ verdict, label, finding, remedy }: FitnessCheck) => {
    const unknown = verdict === 'unknown';
    const head =
      paint[verdictTones[verdict]]((unknown ? '-' : verdict).padEnd(verdictWidth)) + label.padEnd(labelWidth);
    const lines = [head + beside(unknown ? `not measurable here: ${finding}` : finding, indent)];
    if (remedy !== undefined) lines.push(`${' '.repeat(indent)}${paint.bold('->')} ${beside(remedy, indent + 3)}`);
    return lines.join('\n');
  };
  const { databases } = fitness.facts;
  const taken = databases.find(({ state }) => state !== 'none');
  const placeWidth = Math.max(...Object.values(placeNames).map((name) => name.length)) + 2;
  const databaseRow = (candidate: DatabaseCandidate) =>
    `${(candidate === taken ? '*' : '').padEnd(2)}${placeNames[candidate.place].padEnd(placeWidth)}` +
    beside(candidateText(candidate), 2 + placeWidth);
  return [
    ...fitness.checks.map(row),
    '',
    paint.dim('Databases, in the order of --db auto (* it takes)'),
    ...databases.map(databaseRow),
    '',
    paint[verdictTones[fitness.verdict]](summaryOf(fitness)),
    '',
  ].join('\n');
}

/** Checks and facts as JSON, indented by two. What is not known is null. Ends with a line break. */
export function fitnessJson({ verdict, checks, facts }: Fitness, toolVersion: string): string {
  const report = {
    schemaVersion: 1,
    toolVersion,
    verdict,
    checks: checks.map(({ id, label, verdict, finding, remedy = null }) => ({ id, label, verdict, finding, remedy })),
    facts,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
