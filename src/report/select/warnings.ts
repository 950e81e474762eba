import type { Analysis } from '../../model/analysis.js';
import type { Fault, RunWarning } from '../../model/reasons.js';
import type { RunRecord } from '../../model/record.js';

/** What a reader must know before believing the figures. */
export type Warning =
  | RunWarning
  /** What the stand-in cannot do, and an application may not have said. */
  | { readonly kind: 'refused'; readonly features: readonly (readonly [feature: string, count: number])[] }
  /** What the run itself warned of. */
  | { readonly kind: 'of-run'; readonly text: RunRecord['warnings'][number] }
  /** `rounds`: their numbers, counted from 1. */
  | ({ readonly kind: 'invalid-trials'; readonly armName: string; readonly rounds: readonly number[] } & Fault)
  | { readonly kind: 'further-invalid-trials'; readonly count: number }
  /** What a server that failed wrote last: where the cause is most often found. */
  | { readonly kind: 'last-output'; readonly armName: string; readonly lines: readonly string[] }
  | { readonly kind: 'sent-again'; readonly armName: string; readonly count: number }
  | { readonly kind: 'sent-late'; readonly armName: string; readonly share: number };

/** Late sends below this share are lost in the percentiles that an open loop gives. */
const toleratedLateShare = 0.01;
const maxTrialsShown = 5;
const maxOutputLines = 5;

/** Invalid trials of one arm for one reason are one fact. */
function invalidTrials({ invalidTrials: trials }: Analysis): Warning[] {
  const found = new Map<string, Fault & { readonly armName: string; readonly rounds: number[] }>();
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
  const trials = [...rounds.flatMap((round) => round.trials), ...(end.failure ? [end.failure] : [])];
  const failed = trials.findLast(
    (trial) => trial.state === 'invalid' && trial.armName === armName && trial.output.length > 0,
  );
  if (failed?.state !== 'invalid') return [];
  return [{ kind: 'last-output', armName, lines: failed.output.slice(-maxOutputLines) }];
}

/** The slices of an arm in the rounds that count. */
function slicesOf({ rounds }: RunRecord, armName: string) {
  return rounds
    .filter(({ redone }) => redone === undefined)
    .flatMap(({ trials }) => trials)
    .flatMap((trial) => (trial.state === 'measured' && trial.armName === armName ? trial.slices : []));
}

function sentAgain(record: RunRecord, armName: string): Warning[] {
  const count = slicesOf(record, armName).reduce((sum, { load }) => sum + load.generator.reconnects, 0);
  return count === 0 ? [] : [{ kind: 'sent-again', armName, count }];
}

function sentLate(record: RunRecord, armName: string): Warning[] {
  const slices = slicesOf(record, armName).filter(({ invalid, load }) => !invalid && load.kind === 'open');
  const sent = slices.reduce((sum, { load }) => sum + load.sentCount, 0);
  const late = slices.reduce((sum, { load }) => sum + load.sentCount * (load.generator.lateShare ?? 0), 0);
  return sent === 0 || late / sent <= toleratedLateShare ? [] : [{ kind: 'sent-late', armName, share: late / sent }];
}

/** Everything that qualifies the figures: of the database, the run, the rounds, the arms and the load. */
export function warningsOf(record: RunRecord, analysis: Analysis): Warning[] {
  const armNames = record.plan.arms.map(({ name }) => name);
  const features = Object.entries(record.databaseRefusals ?? {});
  return [
    ...(features.length === 0 ? [] : [{ kind: 'refused', features } as const]),
    ...record.warnings.map((text) => ({ kind: 'of-run', text }) as const),
    ...analysis.warnings,
    ...invalidTrials(analysis),
    ...armNames.flatMap((name) => lastOutput(record, name)),
    ...armNames.flatMap((name) => sentAgain(record, name)),
    ...armNames.flatMap((name) => sentLate(record, name)),
  ];
}
