import type { PlannedRound } from '../model/plan.js';
import type { ProgressEvent } from '../model/progress.js';
import type { PilotFacts, Redone, Round, RunRecord } from '../model/record.js';
import type { RunEnd, StopReason } from '../model/run-end.js';
import { disturbance } from './quiet-rounds.js';
import type { Recorder } from './recorder.js';

/** Who measures a round, who decides whether there is another, and who is told. */
export interface RoundsOptions {
  readonly measure: (planned: PlannedRound, attempt: number) => Promise<Round>;
  /** Whether the rounds so far settle it. Asked after every round; only scheduled looks may answer `stop`. */
  readonly decide: (
    record: RunRecord,
  ) => { readonly state: 'continue' } | { readonly state: 'stop'; readonly reason: StopReason };
  /** Ratios without intervals, for the progress line. */
  readonly estimates: (record: RunRecord) => Extract<ProgressEvent, { kind: 'round-done' }>['estimates'];
  readonly onProgress: (event: ProgressEvent) => void;
}

/** Invalid rounds in a row after which it is pointless to go on. */
const maxInvalidRounds = 2;

function isInvalid({ trials }: Round): boolean {
  return trials.some(({ state }) => state === 'invalid');
}

/**
 * Measures the plan's rounds, in order, that the record does not hold yet: all of them, or those that were left when
 * the run was interrupted. A disturbed round is redone, whole, up to half as many times as there are rounds. The spare
 * rounds at the end of the plan are measured where rounds turned out invalid, until the last look is reached. Ends the
 * record when it is decided, when the rounds or the budget run out, or when an arm fails round after round.
 *
 * What it does next depends on the record alone, so a run that was interrupted and resumed goes the way of one that was
 * not.
 */
export async function measureRounds(recorder: Recorder, pilot: PilotFacts, options: RoundsOptions): Promise<RunRecord> {
  const { plan } = recorder.record;
  const maxRepetitions = Math.floor(plan.maxRounds / 2);
  const settled = () => endOf(recorder.record, options.decide);
  const early = recorder.record.rounds.length === 0 ? undefined : settled();
  if (early) return recorder.end(early);
  for (const planned of plan.rounds) {
    while (!recorder.record.rounds.some(({ index, redone }) => index === planned.index && redone === undefined)) {
      if (plan.budgetMs !== undefined && wouldExceed(plan.budgetMs, recorder))
        return recorder.end({ state: 'budget', budgetMs: plan.budgetMs });
      const { rounds } = recorder.record;
      const round = await options.measure(planned, rounds.filter(({ index }) => index === planned.index).length);
      const mayRepeat = rounds.filter(({ redone }) => redone !== undefined).length < maxRepetitions;
      const disturbed = mayRepeat ? disturbance(round, pilot) : undefined;
      recorder.addRound(disturbed === undefined ? round : { ...round, redone: disturbed });
      options.onProgress(roundDone(recorder, planned.index, options, disturbed));
      const end = disturbed === undefined ? settled() : undefined;
      if (end) return recorder.end(end);
    }
  }
  return recorder.end({ state: 'complete', reason: { kind: 'spares-measured' } });
}

/** Why there is no further round, if so. */
function endOf(record: RunRecord, decide: RoundsOptions['decide']): RunEnd | undefined {
  const last = record.rounds.filter(({ redone }) => redone === undefined).slice(-maxInvalidRounds);
  if (last.length === maxInvalidRounds && last.every(isInvalid))
    return { state: 'failed', reason: { kind: 'invalid-rounds', inARow: maxInvalidRounds } };
  const decision = decide(record);
  return decision.state === 'stop' ? { state: 'complete', reason: decision.reason } : undefined;
}

/** Would another round, as long as those before it, end after the budget? */
function wouldExceed(budgetMs: number, { record, sessionMs }: Recorder): boolean {
  const durations = record.rounds.map((round) => round.elapsedMs);
  const typicalMs = durations.reduce((sum, duration) => sum + duration, 0) / Math.max(1, durations.length);
  return sessionMs + typicalMs > budgetMs;
}

function roundDone(
  { record, sessionMs }: Recorder,
  roundIndex: number,
  { estimates }: RoundsOptions,
  redone: Redone | undefined,
): ProgressEvent {
  const { maxRounds } = record.plan;
  const perRoundMs = record.rounds.reduce((sum, round) => sum + round.elapsedMs, 0) / record.rounds.length;
  const remainingMs = perRoundMs * (maxRounds - roundIndex - (redone === undefined ? 1 : 0));
  const budgetLeftMs = record.plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : record.plan.budgetMs - sessionMs;
  return {
    kind: 'round-done',
    roundIndex,
    maxRounds,
    elapsedMs: record.elapsedMs,
    maxRemainingMs: Math.max(0, Math.min(remainingMs, budgetLeftMs)),
    estimates: estimates(record),
    redone,
  };
}
