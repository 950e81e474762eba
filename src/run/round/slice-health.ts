import type { InvalidReason, SliceLoad } from '../../model/record.js';

/** A generator busier than this share of a core measures itself (docs/method.md §5). */
const maxGeneratorCpuShare = 0.8;
/** An open loop that sent less than this of its schedule was not the load that was asked for (docs/method.md §5). */
const minSentShare = 0.98;
/** So many sends of an open loop may be late: they reach past p95 and p99 only where there are more of them. */
const maxLateShare = 0.02;
/** Failed requests that a server may have in a round, the larger of the two: rare errors are normal, and are compared. */
const maxFailures = 2;
const maxFailureShare = 0.01;

interface Fault<Reason extends InvalidReason> {
  readonly reason: Reason;
  readonly detail: string;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Why all that an arm was sent in a round makes its trial invalid: a server that answers wrongly, or not at all, has no speed. */
export function wrongAnswers(loads: readonly SliceLoad[]): Fault<'wrong-answers' | 'no-responses'> | undefined {
  const failures = loads.reduce((sum, { failureCount }) => sum + failureCount, 0);
  const requests = loads.reduce((sum, { responseCount }) => sum + responseCount, failures);
  if (failures > Math.max(maxFailures, maxFailureShare * requests)) {
    const example = loads.flatMap(({ failureExamples }) => failureExamples)[0] ?? 'no example was kept';
    return { reason: 'wrong-answers', detail: `${failures} of ${requests} requests failed; the first: ${example}` };
  }
  const silent = loads.find(({ responseCount, generator }) => responseCount === 0 && generator.exhausted === undefined);
  if (silent) return { reason: 'no-responses', detail: `no answer in ${Math.round(silent.elapsedMs)} ms` };
  return undefined;
}

/** Why a slice cannot be used although the server did nothing wrong: the load generator was the bottleneck. */
export function generatorFault({
  kind,
  plannedCount,
  sentCount,
  generator,
}: SliceLoad): Fault<'generator-saturated' | 'generator-late' | 'generator-out-of-resources'> | undefined {
  const { cpuShare, lateShare, exhausted } = generator;
  if (exhausted !== undefined) return { reason: 'generator-out-of-resources', detail: exhausted };
  // One request in flight waits for the generator as much in every arm: in turns it cannot be the bottleneck of one of them.
  if (kind !== 'turns' && cpuShare > maxGeneratorCpuShare)
    return { reason: 'generator-saturated', detail: `the load generator used ${percent(cpuShare)} of a core` };
  if (plannedCount !== undefined && sentCount < minSentShare * plannedCount)
    return { reason: 'generator-late', detail: `${sentCount} of ${plannedCount} planned requests were sent` };
  if (lateShare !== undefined && lateShare > maxLateShare)
    return { reason: 'generator-late', detail: `${percent(lateShare)} of the requests were sent late` };
  return undefined;
}
