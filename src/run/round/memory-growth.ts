import type { Phase } from '../../model/plan.js';
import type { MemoryReading } from '../../model/trial.js';
import type { RoundCommand, RunContext } from './context.js';
import type { MemoryReadings } from './memory-readings.js';
import type { RoundArms } from './round-arms.js';
import { settled } from './settled.js';
import { measureSlice, targetOf } from './slice.js';

/** What every round asks for: two parts, each of a batch of the closed loop and enough requests for a leak to show. */
const partCount = 2;
const fewestInPart = 200;
/** What a round with a server that grew asks for beyond that: enough for a cache to fill, if it is one. */
const furtherParts = { count: 6, batches: 2 };
/**
 * With fewer requests than this in the further parts nothing is asked for: code that is still being compiled grows by
 * hundreds of kilobytes, and would be most of what is seen.
 */
const fewestRequests = 1000;
/**
 * A server that has grown by more than this, in bytes a request and in all, is asked for more. Code that is compiled
 * grows by 40 to 110 kilobytes, however many requests there are.
 */
const suspectBytesPerRequest = 150;
const suspectBytes = 128 * 1024;

/** How many batches each arm is asked for in a round in which none grows. */
export function growthBatches(requestsPerBatch: number): number {
  const most = furtherParts.count * furtherParts.batches * requestsPerBatch;
  return most < fewestRequests ? 0 : partCount * batchesInPart(requestsPerBatch);
}

function batchesInPart(requestsPerBatch: number): number {
  return Math.ceil(fewestInPart / requestsPerBatch);
}

/** Has it grown between any two of the last readings? One that is wildly too high or too low must not hide it. */
export function isSuspect(readings: readonly MemoryReading[]): boolean {
  const last = readings.slice(-(partCount + 1));
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
  const requestsPerBatch = settled(phase.requestsPerBatch);
  if (growthBatches(requestsPerBatch) === 0) return;
  // Of servers that are not Node nothing is known.
  if (arms.names.every((name) => memory.of(name).length === 0)) return;
  const { connections } = phase;
  const { requestTimeoutMs } = context.plan.load;
  let index = phase.batchesPerArm;
  const ask = async ({ count, batches }: typeof furtherParts) => {
    for (let part = 0; part < count; part++) {
      index++;
      for (const server of arms.servers) {
        context.signal.throwIfAborted();
        await arms.attempt(async () => {
          // Requests of their own, the same for all arms.
          const seed = planned.loadSeed + 1000 * (index + 1);
          const command = { kind: 'closed', target: targetOf(server), seed, requestTimeoutMs, connections } as const;
          const requestCount = batches * requestsPerBatch;
          arms.count(server.armName, await measureSlice(context, server, index, { ...command, requestCount }));
        });
      }
      await memory.take('growth');
    }
  };
  await ask({ count: partCount, batches: batchesInPart(requestsPerBatch) });
  if (arms.names.some((name) => isSuspect(memory.of(name)))) await ask(furtherParts);
}
