import type { StartupFacts } from '../model/record.js';

/**
 * The least length of a phase. The bench times the process and the server sets its own marks: below a tenth of a
 * millisecond, or when a phase comes out negative, the two clocks cannot tell, and the phase counts as this long.
 */
const leastPhaseMs = 0.1;

export type StartupMark = 'modules-loaded' | 'database-connected' | 'services-ready' | 'routes-mounted';

function phaseMs(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : Math.max(leastPhaseMs, toMs - fromMs);
}

/** From Node being up to one of the server's marks, or from one mark to another. `undefined` when the server sets no such mark. */
export function markPhaseMs(startup: StartupFacts, from: StartupMark | 'boot', to: StartupMark): number | undefined {
  return phaseMs(from === 'boot' ? startup.bootMs : startup.marksMs[from], startup.marksMs[to]);
}

/** From the last thing that the server said it had done to its socket being open. */
export function listenPhaseMs({ bootMs, listeningMs, marksMs }: StartupFacts): number {
  const before = Object.values(marksMs).filter((markMs) => markMs <= listeningMs);
  return Math.max(leastPhaseMs, listeningMs - Math.max(bootMs, ...before));
}

/** From the open socket to the first good answer, as the bench saw it. */
export function firstAnswerPhaseMs({ listeningMs, readyMs }: StartupFacts): number {
  return Math.max(leastPhaseMs, readyMs - listeningMs);
}
