import type { Analysis, GrowthComparison } from '../../model/analysis.js';
import type { RunWarning } from '../../model/reasons.js';
import type { RecordWarning, RunRecord } from '../../model/record.js';
import { failedBeforeRounds } from '../../model/run-end.js';
import type { ClockFault, InvalidTrial } from '../../model/trial.js';

/** What a reader must know before believing the figures. */
export type Warning =
  | RunWarning
  | { readonly kind: 'leak'; readonly growth: GrowthComparison }
  /** What the stand-in cannot do, and an application may not have said. */
  | { readonly kind: 'refused'; readonly features: readonly (readonly [feature: string, count: number])[] }
  /** What the run itself warned of. */
  | { readonly kind: 'of-run'; readonly warning: RecordWarning }
  /** `rounds`: their numbers, counted from 1. */
  | ({ readonly kind: 'invalid-trials'; readonly rounds: readonly number[] } & Pick<
      InvalidTrial,
      'armName' | 'failure'
    >)
  | { readonly kind: 'further-invalid-trials'; readonly count: number }
  /** What a server that failed wrote last: where the cause is most often found. */
  | { readonly kind: 'last-output'; readonly armName: string; readonly lines: readonly string[] }
  /** Settings that git ignores and the checkout of a server that did not come up lacks. */
  | { readonly kind: 'left-behind'; readonly armName: string; readonly files: readonly string[] }
  /** What a server told of the times of its starts cannot be, in `count` of them. */
  | {
      readonly kind: 'clock-fault';
      readonly armName: string;
      readonly fault: ClockFault;
      readonly count: number;
      readonly starts: number;
    }
  /** Arms that listen on a port that is written down in them, and were moved to free ones. */
  | { readonly kind: 'moved-port'; readonly armNames: readonly string[]; readonly port: number }
  | { readonly kind: 'sent-again'; readonly armName: string; readonly count: number }
  | { readonly kind: 'sent-late'; readonly armName: string; readonly share: number };

/** Late sends below this share are lost in the percentiles that an open loop gives. */
const toleratedLateShare = 0.01;
const maxTrialsShown = 5;
const maxOutputLines = 5;

/** Invalid trials of one arm for one reason are one fact. */
function invalidTrials({ invalidTrials: trials }: Analysis): Warning[] {
  const found = new Map<string, Pick<InvalidTrial, 'armName' | 'failure'> & { readonly rounds: number[] }>();
  for (const { roundIndex, ...trial } of trials) {
    const key = JSON.stringify(trial);
    const known = found.get(key);
    if (known) known.rounds.push(roundIndex + 1);
    else found.set(key, { ...trial, rounds: [roundIndex + 1] });
  }
  const shown = [...found.values()].slice(0, maxTrialsShown);
  const count = found.size - shown.length;
  return [
    ...shown.map((each) => ({ kind: 'invalid-trials', ...each }) as const),
    ...(count > 0 ? [{ kind: 'further-invalid-trials', count } as const] : []),
  ];
}

function lastOutput({ end, rounds }: RunRecord, armName: string): Warning[] {
  const early = failedBeforeRounds(end);
  const trials = [...rounds.flatMap((round) => round.trials), ...(early ? [early] : [])];
  const failed = trials.findLast(
    (trial) => trial.state === 'invalid' && trial.armName === armName && trial.output.length > 0,
  );
  if (failed?.state !== 'invalid') return [];
  return [{ kind: 'last-output', armName, lines: failed.output.slice(-maxOutputLines) }];
}

/** Settings that a checkout lacks, of an arm whose server did not come up. */
function leftBehind({ end, rounds, sources }: RunRecord, armName: string): Warning[] {
  const early = failedBeforeRounds(end);
  const trials = [...rounds.flatMap((round) => round.trials), ...(early ? [early] : [])];
  const failed = trials.some(
    (trial) => trial.state === 'invalid' && trial.armName === armName && trial.failure.kind === 'not-ready',
  );
  const files = sources?.find((each) => each.armName === armName)?.checkout?.leftBehind ?? [];
  return failed && files.length > 0 ? [{ kind: 'left-behind', armName, files }] : [];
}

/** The measured trials of an arm in the rounds that count. */
function trialsOf({ rounds }: RunRecord, armName: string) {
  return rounds
    .filter(({ redone }) => redone === undefined)
    .flatMap(({ trials }) => trials)
    .flatMap((trial) => (trial.state === 'measured' && trial.armName === armName ? [trial] : []));
}

function slicesOf(record: RunRecord, armName: string) {
  return trialsOf(record, armName).flatMap(({ slices }) => slices);
}

/** What is wrong with the times that a server told of its starts, each kind once. */
function movedPorts(record: RunRecord): Warning[] {
  const armNames = record.plan.arms.map(({ name }) => name);
  const portOf = (name: string) =>
    trialsOf(record, name).flatMap(({ startups }) => startups.flatMap(({ movedFromPort }) => movedFromPort ?? []))[0];
  const ports = [...new Set(armNames.flatMap((name) => portOf(name) ?? []))];
  return ports.map((port) => ({
    kind: 'moved-port',
    port,
    armNames: armNames.filter((name) => portOf(name) === port),
  }));
}

function clockFaults(record: RunRecord, armName: string): Warning[] {
  const startups = trialsOf(record, armName).flatMap((trial) => trial.startups);
  const found = new Map<string, { readonly fault: ClockFault; count: number }>();
  for (const { clockFault: fault } of startups) {
    if (!fault) continue;
    const known = found.get(JSON.stringify(fault));
    if (known) known.count += 1;
    else found.set(JSON.stringify(fault), { fault, count: 1 });
  }
  return [...found.values()].map(
    (each) => ({ kind: 'clock-fault', armName, starts: startups.length, ...each }) as const,
  );
}

function sentAgain(record: RunRecord, armName: string): Warning[] {
  const count = slicesOf(record, armName).reduce((sum, { load }) => sum + (load.generator.reconnects ?? 0), 0);
  return count === 0 ? [] : [{ kind: 'sent-again', armName, count }];
}

function sentLate(record: RunRecord, armName: string): Warning[] {
  const slices = slicesOf(record, armName).filter(({ invalid, load }) => !invalid && load.kind === 'open');
  const sent = slices.reduce((sum, { load }) => sum + load.sentCount, 0);
  const late = slices.reduce((sum, { load }) => sum + load.sentCount * (load.generator.lateShare ?? 0), 0);
  return sent === 0 || late / sent <= toleratedLateShare ? [] : [{ kind: 'sent-late', armName, share: late / sent }];
}

/** Does either server leak, or one more than the other? */
export function isLeak({ before, after, difference }: GrowthComparison): boolean {
  return [before, after, difference].some(({ outcome }) => outcome === 'leaks');
}

/** Everything that qualifies the figures: of the database, the run, the rounds, the arms and the load. */
export function warningsOf(record: RunRecord, analysis: Analysis): Warning[] {
  const armNames = record.plan.arms.map(({ name }) => name);
  const features = Object.entries(record.databaseRefusals ?? {});
  return [
    ...(features.length === 0 ? [] : [{ kind: 'refused', features } as const]),
    ...record.warnings.map((warning) => ({ kind: 'of-run', warning }) as const),
    ...analysis.growth.filter(isLeak).map((growth) => ({ kind: 'leak', growth }) as const),
    ...analysis.warnings,
    ...invalidTrials(analysis),
    ...armNames.flatMap((name) => [...lastOutput(record, name), ...leftBehind(record, name)]),
    ...movedPorts(record),
    ...armNames.flatMap((name) => clockFaults(record, name)),
    ...armNames.flatMap((name) => sentAgain(record, name)),
    ...armNames.flatMap((name) => sentLate(record, name)),
  ];
}
