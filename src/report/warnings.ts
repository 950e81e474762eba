import type { Analysis } from '../model/analysis.js';
import type { RunRecord } from '../model/record.js';
import { failedBeforeRounds } from '../model/run-end.js';
import { counted, listed, plainText } from './plain-text.js';
import { failureText } from './words/failures.js';
import { clockFaultText, recordWarningText } from './words/rounds.js';

/** Late sends below this share are lost in the percentiles that an open loop gives. */
const toleratedLateShare = 0.01;

type Trials = readonly {
  readonly armName: string;
  readonly reason: string;
  readonly detail: string;
  rounds: number[];
}[];

/** Invalid trials of one arm for one reason are one fact. */
function sameTrials({ invalidTrials }: Analysis): Trials {
  const found: Trials[number][] = [];
  for (const { roundIndex, armName, failure } of invalidTrials) {
    const [reason, detail] = [failure.kind, failureText(failure, armName)];
    const known = found.find((each) => each.armName === armName && each.reason === reason && each.detail === detail);
    if (known) known.rounds.push(roundIndex + 1);
    else found.push({ armName, reason, detail, rounds: [roundIndex + 1] });
  }
  return found;
}

const maxTrialsShown = 5;

function invalidTrials(analysis: Analysis, said: string): string[] {
  const trials = sameTrials(analysis);
  const shown = trials.slice(0, maxTrialsShown).map(({ armName, reason, detail, rounds }) => {
    const where = `${rounds.length === 1 ? 'round' : 'rounds'} ${listed(rounds.map(String))}`;
    const why = said.includes(plainText(detail)) ? '' : `: ${detail}`;
    return `${armName} was invalid in ${where} (${reason})${why}`;
  });
  const more = trials.length - shown.length;
  return more > 0 ? [...shown, `${counted(more, 'further invalid trial')} in record.json`] : shown;
}

const maxOutputLines = 5;

/** What a server that failed wrote last: where the cause is most often found. */
function lastOutput({ end, rounds }: RunRecord, armName: string): string[] {
  const early = failedBeforeRounds(end);
  const trials = [...rounds.flatMap((round) => round.trials), ...(early ? [early] : [])];
  const failed = trials.findLast(
    (trial) => trial.state === 'invalid' && trial.armName === armName && trial.output.length > 0,
  );
  if (failed?.state !== 'invalid') return [];
  return [`last output of ${armName}: ${failed.output.slice(-maxOutputLines).join(' | ')}`];
}

function countedRounds({ rounds }: RunRecord): RunRecord['rounds'] {
  return rounds.filter(({ redone }) => redone === undefined);
}

function slicesOf(record: RunRecord, armName: string) {
  return countedRounds(record)
    .flatMap(({ trials }) => trials)
    .flatMap((trial) => (trial.state === 'measured' && trial.armName === armName ? trial.slices : []));
}

/** What is wrong with the times that a server told of its starts, each kind once. */
function clockFaults(record: RunRecord, armName: string): string[] {
  const trials = countedRounds(record).flatMap((round) => round.trials);
  const starts = trials.flatMap((trial) =>
    trial.state === 'measured' && trial.armName === armName ? trial.startups : [],
  );
  const texts = starts.flatMap(({ clockFault }) => (clockFault ? [clockFaultText(clockFault)] : []));
  return [...new Set(texts)].map((text) => {
    const count = texts.filter((each) => each === text).length;
    return `${armName}: ${text} (${count} of ${counted(starts.length, 'start')})`;
  });
}

function reconnects(record: RunRecord, armName: string): string[] {
  const count = slicesOf(record, armName).reduce((sum, { load }) => sum + (load.generator.reconnects ?? 0), 0);
  if (count === 0) return [];
  const requests = `${counted(count, 'request')} to ${armName} ${count === 1 ? 'was' : 'were'}`;
  return [`${requests} sent again on a new connection: the server had closed the idle one`];
}

function lateSends(record: RunRecord, armName: string): string[] {
  const slices = slicesOf(record, armName).filter(({ invalid, load }) => !invalid && load.kind === 'open');
  const sent = slices.reduce((sum, { load }) => sum + load.sentCount, 0);
  const late = slices.reduce((sum, { load }) => sum + load.sentCount * (load.generator.lateShare ?? 0), 0);
  if (sent === 0 || late / sent <= toleratedLateShare) return [];
  const share = `${((100 * late) / sent).toFixed(1)} %`;
  return [`${share} of the open loop's requests to ${armName} were sent late: the load generator fell behind`];
}

/** What the stand-in cannot do, and an application may not have said. */
function refusals({ databaseRefusals = {} }: RunRecord): string[] {
  const features = Object.entries(databaseRefusals).map(([feature, count]) => `${feature} (${count})`);
  return features.length === 0 ? [] : [`the database refused: ${features.join(', ')}`];
}

/** What a reader must know before believing the figures, each in one line. A reason that `said` has told is not told again. */
export function warningsOf(record: RunRecord, analysis: Analysis, said: string): string[] {
  const armNames = record.plan.arms.map(({ name }) => name);
  const all = [
    ...refusals(record),
    ...record.warnings.map(recordWarningText),
    ...analysis.warnings,
    ...invalidTrials(analysis, said),
    ...armNames.flatMap((name) => lastOutput(record, name)),
    ...armNames.flatMap((name) => clockFaults(record, name)),
    ...armNames.flatMap((name) => reconnects(record, name)),
    ...armNames.flatMap((name) => lateSends(record, name)),
  ];
  return [...new Set(all.map(plainText))];
}
