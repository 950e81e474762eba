import type { GeneratorFailure, ServerFailure } from '../../model/failure.js';
import type { SliceLoad } from '../../model/slice.js';

/** A generator busier than this share of a core measures itself (docs/method.md §5). */
const maxGeneratorCpuShare = 0.8;
/** An open loop that sent less than this of its schedule was not the load that was asked for (docs/method.md §5). */
const minSentShare = 0.98;
/** So many sends of an open loop may be late: they reach past p95 and p99 only where there are more of them. */
const maxLateShare = 0.02;
/**
 * Failed requests that a server may have in a round, the larger of the two: rare errors are normal, and are compared.
 */
const maxFailures = 2;
const maxFailureShare = 0.01;

/**
 * Why all that an arm was sent in a round makes its trial invalid: a server that answers wrongly, or not at all, has no
 * speed.
 */
export function wrongAnswers(loads: readonly SliceLoad[]): ServerFailure | undefined {
  const failures = loads.reduce((sum, { failureCount }) => sum + failureCount, 0);
  const requests = loads.reduce((sum, { responseCount }) => sum + responseCount, failures);
  if (failures > Math.max(maxFailures, maxFailureShare * requests)) {
    const [first] = loads.flatMap(({ failureExamples }) => failureExamples);
    const counts = { failureCount: failures, requestCount: requests };
    return { kind: 'wrong-answers', cause: { kind: 'failed-requests', ...counts, ...(first ? { first } : {}) } };
  }
  const silent = loads.find(({ responseCount, generator }) => responseCount === 0 && generator.exhausted === undefined);
  if (silent) return { kind: 'no-responses', afterMs: silent.elapsedMs };
  return undefined;
}

/** Why a slice cannot be used although the server did nothing wrong: the load generator was the bottleneck. */
export function generatorFailure({
  kind,
  plannedCount,
  sentCount,
  generator,
}: SliceLoad): GeneratorFailure | undefined {
  const { cpuShare, lateShare, exhausted } = generator;
  if (exhausted !== undefined) return { kind: 'generator-out-of-resources', resource: exhausted };
  // One request in flight waits for the generator as much in every arm: in turns it cannot be the bottleneck of one of
  // them.
  if (kind !== 'turns' && cpuShare > maxGeneratorCpuShare) return { kind: 'generator-saturated', cpuShare };
  if (plannedCount !== undefined && sentCount < minSentShare * plannedCount)
    return { kind: 'generator-late', cause: { kind: 'not-sent', sentCount, plannedCount } };
  if (lateShare !== undefined && lateShare > maxLateShare)
    return { kind: 'generator-late', cause: { kind: 'sent-late', lateShare } };
  return undefined;
}
