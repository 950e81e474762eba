import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm } from '../../model/arm.js';
import type { LinkSide } from '../../model/condition.js';
import { addressOf, withAddress } from '../../model/database-address.js';
import type { Protocol } from '../../model/experiment.js';
import type { ExperimentRound } from '../../model/experiments-record.js';
import { seededRandom, shuffled } from '../../model/random.js';
import type { RunningLink } from '../../rig/link/link.js';
import type { Bench } from './bench.js';
import { carryOut } from './carry-out.js';
import { Lane } from './lane.js';

/** One round to be measured. */
export interface RoundOf {
  readonly protocol: Protocol;
  readonly arms: readonly Arm[];
  readonly index: number;
  readonly seed: number;
}

/**
 * One round of an experiment: fresh data and fresh servers for every arm, and each step with all of them, in an order
 * drawn anew for each step. Rejects for faults of the bench or of the database; nothing that it started is left.
 */
export async function measureExperimentRound(bench: Bench, round: RoundOf): Promise<ExperimentRound> {
  const { protocol, arms, index, seed } = round;
  const startedMs = performance.now();
  const startedAtIso = new Date().toISOString();
  const random = seededRandom(seed);
  const inOrder = shuffled(arms, random);
  const lanes: Lane[] = [];
  try {
    writePrograms(bench, protocol);
    for (const arm of inOrder) lanes.push(await laneOf(bench, protocol, arm));
    for (const [i, step] of protocol.steps.entries()) {
      bench.signal.throwIfAborted();
      const alive = shuffled(lanes, random).filter((lane) => !lane.failed);
      await carryOut(step, { bench, lanes: alive, env: protocol.env, seed: seed + i });
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.stop()));
    await Promise.all(lanes.flatMap(({ databaseLink, clientLink }) => [databaseLink?.close(), clientLink?.close()]));
  }
  return {
    index,
    armOrder: inOrder.map(({ name }) => name),
    startedAtIso,
    elapsedMs: performance.now() - startedMs,
    observations: lanes.map(({ observation }) => observation),
  };
}

/** An arm with its data, and links as they are on the loopback: a step may move them. */
async function laneOf(bench: Bench, protocol: Protocol, arm: Arm): Promise<Lane> {
  const { database: mongo, links } = bench;
  const shared = { ...bench.shared, source: bench.folderOf(arm) };
  const own = await mongo?.createFor(arm.name);
  await mongo?.refill(arm.name);
  const open = async (side: LinkSide): Promise<RunningLink | undefined> => {
    if (!protocol.links.includes(side)) return undefined;
    const spoken = side === 'database' ? 'mongodb' : 'bytes';
    return links.open({ name: `${side} ${arm.name}`, settings: { roundTripMs: 0 }, protocol: spoken });
  };
  const database = await open('database');
  const client = await open('client');
  if (!database) return new Lane(arm, own === undefined ? shared : { ...shared, database: own }, { client });
  const upstream = own === undefined ? undefined : addressOf(own);
  if (own === undefined || !upstream)
    throw new TypeError('a link leads to one host, and the database has no such address');
  await database.aim(upstream);
  return new Lane(arm, { ...shared, database: withAddress(own, database) }, { database, client });
}

/** What the experiment's servers are to find in their folder. */
function writePrograms({ shared }: Bench, { programs = {} }: Protocol): void {
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(shared.folder ?? '', name), text, { mode: 0o755 });
}
