import { type LinkFacts, type LinkSide, megabitBytes, type NetworkSettings } from '../../model/condition.js';
import type { PinnedCores } from '../../model/pinning.js';
import type { Phase } from '../../model/plan.js';
import type { Quietness } from '../../model/record.js';
import type { DatabaseFacts, HostFacts } from '../../model/surroundings.js';
import type { Conditions, Disturbance } from '../select/conditions.js';
import { formatElapsed, formatValue, formatWholeShare } from './format.js';
import { counted, plainText } from './plain-text.js';
import { endText } from './run-end.js';

/** One line of the block that says under which conditions the figures were measured. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

const storages: Readonly<Record<DatabaseFacts['storage'], string>> = {
  tmpfs: ', files in memory (tmpfs)',
  disk: ', files on disk',
  memory: '',
  unknown: '',
};

/**
 * Which database answered, in one line; and for the stand-in how to get the real one. Absent facts: it never came up.
 */
export function databaseLine(facts: DatabaseFacts | undefined): string {
  if (!facts) return 'none came up';
  const version = plainText(facts.version);
  const source = plainText(facts.source);
  switch (facts.kind) {
    case 'mongod':
      return `mongod ${version} (${source})${storages[facts.storage]}`;
    case 'external':
      return `a server that was already there, ${version} (${source})`;
    case 'embedded':
      return (
        `embedded-mongo ${version}, a stand-in for mongod in memory. ` +
        'For the real one: put mongod on the PATH, set MONGOMS_SYSTEM_BINARY, or add --db download'
      );
  }
}

function on(cores: readonly number[]): string {
  return `on core${cores.length === 1 ? '' : 's'} ${cores.join(', ')}`;
}

/** Which part of a pinned run was kept on which cores. */
export function pinnedText({ servers, database, load }: PinnedCores, facts: DatabaseFacts | undefined): string {
  // A server that was there before us may serve others too: it is not ours to move.
  const databaseText = facts?.kind === 'external' ? 'where it was' : on(database);
  return `servers ${on(servers)}; database ${databaseText}; load generator ${on(load)}`;
}

const disturbances: Readonly<Record<keyof Quietness, readonly [noun: string, unit: string]>> = {
  foreignCpuShare: ['other programs', 'of a core'],
  cpuPressureShare: ['waiting for CPU', 'of the time'],
  stealShare: ['CPU steal', 'of a core'],
};

function disturbanceText({ cause, shares }: Disturbance): string {
  const [noun, unit] = disturbances[cause];
  if (!shares) return `${noun} not measured: this platform does not tell`;
  return `${noun} ${formatWholeShare(shares.median)} ${unit} (at most ${formatWholeShare(shares.most)})`;
}

/** One phase of a round, for each arm. */
function phaseText(phase: Phase): string {
  switch (phase.kind) {
    case 'turns':
      return counted(phase.turns, 'turn');
    case 'closed': {
      const { batchesPerArm, requestsPerBatch, batchMs, connections } = phase;
      const batches = requestsPerBatch === 'auto' ? `${batchMs} ms` : counted(requestsPerBatch, 'request');
      return `closed loop over ${counted(connections, 'connection')}, ${batchesPerArm} × ${batches}`;
    }
    case 'stream': {
      const { slicesPerArm, requestsPerSlice, streams } = phase;
      return `${counted(streams, 'stream')}, ${slicesPerArm} × ${counted(requestsPerSlice, 'request')}`;
    }
    case 'open': {
      const { slicesPerArm, sliceMs, ratePerSecond } = phase;
      const rate = ratePerSecond === 'auto' ? ', rate not settled' : ` at ${formatValue(ratePerSecond, 'perSecond')}`;
      return `open loop${rate}, ${slicesPerArm} × ${formatValue(sliceMs, 'ms')}`;
    }
  }
}

function warmupText({ record, warmup: { steady, trials } }: Conditions): string {
  if (trials === 0) return 'none was measured';
  const { turns, maxTurns } = record.plan.profile.warmup;
  const upTo = maxTurns > turns ? `${counted(turns, 'turn')}, at most ${maxTurns}` : counted(turns, 'turn');
  return `${upTo}; steady in ${steady} of ${counted(trials, 'trial')}`;
}

function dataText({ data }: Conditions): string {
  const [first, ...others] = data;
  if (!first) return 'no data set';
  const { checksum } = first;
  if (others.length === 0 && checksum === undefined)
    return 'the same for every arm; the seed program told no checksum, so a resumed run may have other data';
  if (others.length === 0) return `the same for every arm, checksum ${plainText(checksum ?? '')}`;
  return `NOT the same: ${data.map(({ armName, checksum: each }) => `${armName} ${plainText(each ?? 'unknown')}`).join(', ')}`;
}

export function machineText({ cpuModel, coreCount, memoryBytes, platform, kernel, nodeVersion }: HostFacts): string {
  const node = nodeVersion.startsWith('v') ? nodeVersion : `v${nodeVersion}`;
  const memory = formatValue(memoryBytes, 'bytes');
  const parts = [`Node ${node}`, counted(coreCount, 'core'), cpuModel, memory, `${platform} ${kernel}`];
  return parts.map(plainText).join(', ');
}

const ms = (value: number) => `${Number(value.toFixed(1))} ms`;

/** `database 20 ms away (measured 20.6 ms, 95 % within 21.1 ms), 10 Mbit/s wide` */
function networkText(side: LinkSide, settings: NetworkSettings, measured: LinkFacts['measured'] | undefined): string {
  const { roundTripMs = 0, bytesPerSecond } = settings;
  const found = measured
    ? `measured ${ms(measured.p50Ms)}, 95 % within ${ms(measured.p95Ms)}; ${ms(measured.directP50Ms)} without the link`
    : 'not measured';
  const width = bytesPerSecond === undefined ? '' : `, ${formatMegabits(bytesPerSecond)} wide each way`;
  return `${side === 'database' ? 'database' : 'clients'} ${ms(roundTripMs)} away (${found})${width}`;
}

function formatMegabits(bytesPerSecond: number): string {
  return `${Number((bytesPerSecond / megabitBytes).toPrecision(3))} Mbit/s`;
}

/** What was put between the programs, and what it really was; nothing where nothing was. */
function networkFacts({ record, linkCpuShare }: Conditions): Fact[] {
  const { condition } = record.plan;
  const sides = [
    ['database', condition?.databaseLink],
    ['client', condition?.clientLink],
  ] as const;
  const texts = sides.flatMap(([side, settings]) => {
    const measured = record.links?.find((link) => link.side === side)?.measured;
    return settings ? networkText(side, settings, measured) : [];
  });
  if (texts.length === 0) return [];
  const cost = linkCpuShare === undefined ? [] : [`the links used ${formatWholeShare(linkCpuShare)} of a core`];
  return [{ label: 'Network', text: [...texts, ...cost].join('; ') }];
}

/** `AB BA`: which arm was first in each round, letters in the order of the plan's arms. */
function orderText({ record, order }: Conditions): string {
  if (order.length === 0) return 'no round was started';
  const letter = (place: number) => (place < 0 ? '?' : String.fromCharCode(65 + place));
  const key = record.plan.arms.map(({ name }, place) => `${letter(place)} ${name}`).join(', ');
  return `${order.map((places) => places.map(letter).join('')).join(' ')} (${key})`;
}

function runText({ record }: Conditions, said: string): string {
  const { plan, end, resumedAtIso } = record;
  const resumed = resumedAtIso.length === 0 ? '' : `; resumed ${counted(resumedAtIso.length, 'time')}`;
  const detail = plainText(endText(end));
  const why = detail === '' || said.includes(detail) ? '' : `, ${detail}`;
  const ended = end.state === 'complete' ? '' : `; ended: ${end.state}${why}`;
  return `${plainText(record.runId)}, seed ${plan.seed}, ${formatElapsed(record.elapsedMs)}${resumed}${ended}`;
}

/** One fact a line. What `said` has told is not told again. */
export function conditionFacts(conditions: Conditions, said = ''): Fact[] {
  const { record, phases, noise } = conditions;
  const { pinnedCores } = record.plan;
  return [
    { label: 'Load', text: phases.map(phaseText).join('; ') },
    { label: 'Warm-up', text: warmupText(conditions) },
    {
      label: 'Machine noise',
      text: noise.length === 0 ? 'not measured: there was no round' : noise.map(disturbanceText).join('; '),
    },
    { label: 'Data', text: dataText(conditions) },
    { label: 'Machine', text: machineText(record.host) },
    ...networkFacts(conditions),
    ...(pinnedCores ? [{ label: 'Pinned', text: pinnedText(pinnedCores, record.database) }] : []),
    { label: 'Order', text: orderText(conditions) },
    { label: 'Run', text: runText(conditions, said) },
  ];
}
