import type { StartupFacts } from '../../model/trial.js';

export type StartupMark = 'modules-loaded' | 'database-connected' | 'services-ready' | 'routes-mounted';

/**
 * The least length of a phase. The bench times the process and the server sets its own marks: below a tenth of a
 * millisecond the two clocks cannot tell, and the phase counts as this long.
 */
const minPhaseMs = 0.1;
/** Two clocks that agree may cross by this much. */
const toleratedMs = 1;

/**
 * The time between two moments of a start; `undefined` where one is missing or they cannot be true: a clock that was
 * set meanwhile gives phases that are negative, or longer than the whole start.
 */
function phaseMs(fromMs: number | undefined, toMs: number | undefined, { readyMs }: StartupFacts): number | undefined {
  if (fromMs === undefined || toMs === undefined) return undefined;
  const durationMs = toMs - fromMs;
  const canBe = durationMs > -toleratedMs && durationMs < readyMs + toleratedMs;
  return canBe ? Math.max(minPhaseMs, durationMs) : undefined;
}

/** From the spawn to Node being up. */
export function bootPhaseMs(startup: StartupFacts): number | undefined {
  return phaseMs(0, startup.bootMs, startup);
}

/** From Node being up to one of the server's marks, or from one mark to another. */
export function markPhaseMs(startup: StartupFacts, from: StartupMark | 'boot', to: StartupMark): number | undefined {
  return phaseMs(from === 'boot' ? startup.bootMs : startup.marksMs[from], startup.marksMs[to], startup);
}

/** From the last thing that the server said it had done to its socket being open. */
export function listenPhaseMs(startup: StartupFacts): number | undefined {
  const { bootMs, listeningMs, marksMs } = startup;
  if (bootMs === undefined || listeningMs === undefined) return undefined;
  const before = Object.values(marksMs).filter((markMs) => markMs <= listeningMs);
  return phaseMs(Math.max(bootMs, ...before), listeningMs, startup);
}

/** From the open socket to the first good answer, as the bench saw it. */
export function firstAnswerPhaseMs(startup: StartupFacts): number | undefined {
  return phaseMs(startup.listeningMs, startup.readyMs, startup);
}
