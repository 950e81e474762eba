import type { Phase } from '../../model/plan.js';
import type { MemoryReading } from '../../model/trial.js';
import type { RoundCommand, RunContext } from './context.js';
import type { MemoryReadings } from './memory-readings.js';
import type { RoundArms } from './round-arms.js';
import { settled } from './settled.js';
import { measureSlice, targetOf } from './slice.js';

/** Every round asks for this many parts, each of a batch of the closed loop and enough requests for a leak to show. */
const firstParts = 2;
const fewestInFirst = 200;
/** What a round with a server that grew asks for beyond that: enough for a cache to fill, if it is one. */
const furtherParts = 6;
/**
 * With fewer requests than this in the further parts nothing is asked for: code that is compiled and thrown away would
 * be most of what is seen. Of a large server hundreds of kilobytes come and go with 200 requests.
 */
const fewestFurther = 1000;
/**
 * A server that has grown by more than this, in bytes a request and in all, is asked for more. Code that is compiled
 * grows by 40 to 110 kilobytes, however many requests there are.
 */
const suspectBytesPerRequest = 150;
const suspectBytes = 128 * 1024;

interface Parts {
  readonly count: number;
  /** Of each, from each arm. */
  readonly requestCount: number;
}

/** The parts of every round, and of one with a server that grew; `undefined` of slow servers: nothing is asked for. */
export function growthParts(requestsPerBatch: number): { readonly first: Parts; readonly further: Parts } | undefined {
  const further = { count: furtherParts, requestCount: 2 * requestsPerBatch };
  if (further.count * further.requestCount < fewestFurther) return undefined;
  return { first: { count: firstParts, requestCount: Math.max(fewestInFirst, requestsPerBatch) }, further };
}

/** Has it grown between any two of the last readings? One that is wildly too high or too low must not hide it. */
export function isSuspect(readings: readonly MemoryReading[]): boolean {
  const last = readings.slice(-(firstParts + 1));
  return last.some((later, i) =>
    last.slice(0, i).some((earlier) => {
      const requests = later.requestCount - earlier.requestCount;
      const grown = later.inUseBytes - earlier.inUseBytes;
      return grown > suspectBytes && grown > suspectBytesPerRequest * requests;
    }),
  );
}

/**
 * The last thing that is done with the servers of a round: further batches of the closed loop, with memory read after
 * each part. Nothing of it is timed. A server that keeps something of every request grows with every part; a cache
 * that is full does not (docs/method.md §6).
 */
export async function watchGrowth(
  context: RunContext,
  { planned }: RoundCommand,
  arms: RoundArms,
  memory: MemoryReadings,
  phase: Extract<Phase, { kind: 'closed' }>,
): Promise<void> {
  const parts = growthParts(settled(phase.requestsPerBatch));
  if (!parts) return;
  // Of servers that are not Node nothing is known.
  if (arms.names.every((name) => memory.of(name).length === 0)) return;
  const { connections } = phase;
  const { requestTimeoutMs } = context.plan.load;
  let index = phase.batchesPerArm;
  const ask = async ({ count, requestCount }: Parts) => {
    for (let part = 0; part < count; part++) {
      index++;
      for (const server of arms.servers) {
        context.signal.throwIfAborted();
        await arms.attempt(async () => {
          // Requests of their own, the same for all arms.
          const seed = planned.loadSeed + 1000 * (index + 1);
          const command = { kind: 'closed', target: targetOf(server), seed, requestTimeoutMs, connections } as const;
          arms.count(server.armName, await measureSlice(context, server, index, { ...command, requestCount }));
        });
      }
      await memory.take('growth');
    }
  };
  await ask(parts.first);
  if (arms.names.some((name) => isSuspect(memory.of(name)))) await ask(parts.further);
}
