import type { InvalidReason, SliceLoad } from '../model/record.js';

/** A generator busier than this share of a core measures itself (method §6.11). */
const mostGeneratorCpuShare = 0.8;
/** An open loop that sent less than this of its schedule was not the load that was asked for (method §6.9). */
const leastSentShare = 0.98;
/** Sends this late, and an event loop held up for so long, are ordinary timer granularity, whatever the latency. */
const toleratedLatenessUs = 5000;

interface Fault<Reason extends InvalidReason> {
  readonly reason: Reason;
  readonly detail: string;
}

/** Why a slice's answers make its whole trial invalid: a server that answers wrongly has no speed. */
export function wrongAnswers(load: SliceLoad): Fault<'wrong-answers' | 'no-responses'> | undefined {
  if (load.failureCount > 0) {
    const example = load.failureExamples[0] ?? 'no example was kept';
    return {
      reason: 'wrong-answers',
      detail: `${load.failureCount} of ${load.responseCount + load.failureCount} requests failed; the first: ${example}`,
    };
  }
  if (load.responseCount === 0)
    return { reason: 'no-responses', detail: `no answer in ${Math.round(load.elapsedMs)} ms` };
  return undefined;
}

/** Why a slice cannot be used although the server did nothing wrong: the load generator was the bottleneck. */
export function generatorFault(load: SliceLoad): Fault<'generator-saturated' | 'generator-late'> | undefined {
  const { cpuShare, sendLatenessP99Us, eventLoopDelayP99Us } = load.generator;
  // Later than an answer takes: what is measured would be the generator's delay and not the server's.
  const latestUs = Math.max(toleratedLatenessUs, load.latencyTotalUs / load.responseCount);
  if (cpuShare > mostGeneratorCpuShare) {
    return {
      reason: 'generator-saturated',
      detail: `the load generator used ${Math.round(cpuShare * 100)} % of a core`,
    };
  }
  if (load.plannedCount !== undefined && load.sentCount < leastSentShare * load.plannedCount) {
    return { reason: 'generator-late', detail: `${load.sentCount} of ${load.plannedCount} planned requests were sent` };
  }
  if (sendLatenessP99Us !== undefined && sendLatenessP99Us > latestUs) {
    return {
      reason: 'generator-late',
      detail: `requests were sent ${Math.round(sendLatenessP99Us / 1000)} ms late (p99)`,
    };
  }
  if (eventLoopDelayP99Us > latestUs) {
    return {
      reason: 'generator-late',
      detail: `the load generator's event loop was held up for ${Math.round(eventLoopDelayP99Us / 1000)} ms (p99)`,
    };
  }
  return undefined;
}
