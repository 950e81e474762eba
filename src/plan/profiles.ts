import type { Profile, ProfileName } from '../model/plan.js';

const common = { discardMs: 100, openSliceMs: 600, closedSliceMs: 600, streamSliceMs: 400 } as const;
const brief = { openSliceMs: 500, closedSliceMs: 400, streamSliceMs: 300 } as const;

/**
 * How much each profile measures. The looks are those that the critical values were computed for (`stats/looks.ts`).
 * Slices come in pairs, forwards and backwards through the arms, so every number of slices is even.
 */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  quick: {
    ...common,
    ...brief,
    name: 'quick',
    looks: [6, 8, 10, 12],
    startupCycles: 2,
    pilotRounds: 0,
    warmupRequests: 500,
    mostWarmupRequests: 500,
    openSlicesPerArm: 4,
    closedSlicesPerArm: 2,
    streamSlicesPerArm: 2,
  },
  standard: {
    ...common,
    name: 'standard',
    looks: [8, 12, 16, 22, 30],
    startupCycles: 3,
    pilotRounds: 2,
    warmupRequests: 1000,
    mostWarmupRequests: 2000,
    openSlicesPerArm: 8,
    closedSlicesPerArm: 4,
    streamSlicesPerArm: 2,
  },
  deep: {
    ...common,
    name: 'deep',
    looks: [10, 16, 24, 34, 48],
    startupCycles: 3,
    pilotRounds: 3,
    warmupRequests: 2000,
    mostWarmupRequests: 4000,
    openSlicesPerArm: 16,
    closedSlicesPerArm: 4,
    streamSlicesPerArm: 4,
  },
};
