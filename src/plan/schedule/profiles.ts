import type { Profile, ProfileName } from '../../model/plan.js';

/**
 * How much each profile measures. Batches and slices come in pairs, forwards and backwards through the arms, so their
 * numbers are even.
 */
export function profileOf(name: ProfileName, connections: number, ratePerSecond: number | 'auto'): Profile {
  const auto = { requestsPerBatch: 'auto', connections } as const;
  switch (name) {
    case 'quick':
      return {
        name,
        startupCycles: 2,
        warmup: { turns: 40, maxTurns: 40 },
        phases: [
          { kind: 'turns', turns: 100, minMs: 2000, maxMs: 2500 },
          { kind: 'closed', batchesPerArm: 4, batchMs: 200, ...auto },
          { kind: 'stream', slicesPerArm: 2, requestsPerSlice: 10, streams },
        ],
      };
    case 'standard':
      return {
        name,
        startupCycles: 3,
        warmup: { turns: 400, maxTurns: 800 },
        phases: [
          { kind: 'turns', turns: 300, minMs: 4000 },
          { kind: 'closed', batchesPerArm: 6, batchMs: 300, ...auto },
          { kind: 'stream', slicesPerArm: 2, requestsPerSlice: 60, streams },
          { kind: 'open', slicesPerArm: 4, sliceMs: 600, ratePerSecond },
        ],
      };
    case 'deep':
      return {
        name,
        startupCycles: 3,
        warmup: { turns: 800, maxTurns: 1600 },
        phases: [
          { kind: 'turns', turns: 600, minMs: 8000 },
          { kind: 'closed', batchesPerArm: 8, batchMs: 400, ...auto },
          { kind: 'stream', slicesPerArm: 4, requestsPerSlice: 60, streams },
          { kind: 'open', slicesPerArm: 16, sliceMs: 600, ratePerSecond },
        ],
      };
  }
}

const streams = 4;
