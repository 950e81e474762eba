import { appliesTo, type Phase } from '../model/plan.js';
import type { Quietness, RunRecord } from '../model/record.js';
import { formatElapsed, formatValue } from './format.js';
import { pinnedText } from './pinned-text.js';
import { counted, plainText } from './plain-text.js';
import { endText } from './words/run-end.js';

/** One line of the block that says under which conditions the figures were measured. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Median and largest of one kind of disturbance over the rounds; absent where the platform could not tell. */
function disturbance(rounds: readonly Quietness[], key: keyof Quietness, noun: string, unit: string): string {
  const shares = rounds.map((round) => round[key]).filter((share) => share !== undefined);
  const most = Math.max(...shares);
  const median = shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)];
  if (median === undefined) return `${noun} not measured: this platform does not tell`;
  return `${noun} ${formatShare(median)} ${unit} (at most ${formatShare(most)})`;
}

function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function machineNoiseText({ rounds }: RunRecord): string {
  if (rounds.length === 0) return 'not measured: there was no round';
  const quietness = rounds.map((round) => round.quietness);
  return [
    disturbance(quietness, 'foreignCpuShare', 'other programs', 'of a core'),
    disturbance(quietness, 'cpuPressureShare', 'waiting for CPU', 'of the time'),
    disturbance(quietness, 'stealShare', 'CPU steal', 'of a core'),
  ].join('; ');
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

function loadText({ plan, pilot }: RunRecord): string {
  const phases = (pilot?.phases ?? plan.profile.phases).filter(({ kind }) => appliesTo(kind, plan.scenario));
  return phases.map(phaseText).join('; ');
}

function warmupText({ plan, rounds }: RunRecord): string {
  const trials = rounds.flatMap((round) => round.trials).filter((trial) => trial.state === 'measured');
  if (trials.length === 0) return 'none was measured';
  const steady = trials.filter(({ warmup }) => warmup.steady).length;
  const { turns, maxTurns } = plan.profile.warmup;
  const upTo = maxTurns > turns ? `${counted(turns, 'turn')}, at most ${maxTurns}` : counted(turns, 'turn');
  return `${upTo}; steady in ${steady} of ${counted(trials.length, 'trial')}`;
}

function seedText({ seeds }: RunRecord): string {
  const checksums = [...new Set(seeds.map(({ checksum }) => plainText(checksum)))];
  if (checksums.length === 0) return 'no data set';
  if (checksums.length === 1) return `the same for every arm, checksum ${checksums[0]}`;
  return `NOT the same: ${seeds.map(({ armName, checksum }) => `${armName} ${plainText(checksum)}`).join(', ')}`;
}

function machineText({ host }: RunRecord): string {
  const { cpuModel, coreCount, memoryBytes, platform, kernel, nodeVersion } = host;
  const node = nodeVersion.startsWith('v') ? nodeVersion : `v${nodeVersion}`;
  const parts = [
    `Node ${node}`,
    counted(coreCount, 'core'),
    cpuModel,
    formatValue(memoryBytes, 'bytes'),
    `${platform} ${kernel}`,
  ];
  return parts.map(plainText).join(', ');
}

/** `AB BA`: which arm was first in each round, letters in the order of the plan's arms. */
function orderText({ plan, rounds }: RunRecord): string {
  const letters = new Map(plan.arms.map(({ name }, index) => [name, String.fromCharCode(65 + index)]));
  const key = [...letters].map(([name, letter]) => `${letter} ${name}`).join(', ');
  const order = rounds.map(({ armOrder }) => armOrder.map((name) => letters.get(name) ?? '?').join(''));
  return order.length === 0 ? 'no round was started' : `${order.join(' ')} (${key})`;
}

function runText(record: RunRecord, said: string): string {
  const { plan, end } = record;
  const resumed = record.resumedAtIso.length === 0 ? '' : `; resumed ${counted(record.resumedAtIso.length, 'time')}`;
  const detail = plainText(endText(end));
  const why = detail === '' || said.includes(detail) ? '' : `, ${detail}`;
  const ended = end.state === 'complete' ? '' : `; ended: ${end.state}${why}`;
  return `${plainText(record.runId)}, seed ${plan.seed}, ${formatElapsed(record.elapsedMs)}${resumed}${ended}`;
}

/** Under which conditions any run was measured, whatever it was for; one fact a line. What `said` has told is not told again. */
export function conditionsOf(record: RunRecord, said = ''): Fact[] {
  const { pinnedCores } = record.plan;
  return [
    { label: 'Load', text: loadText(record) },
    { label: 'Warm-up', text: warmupText(record) },
    { label: 'Machine noise', text: machineNoiseText(record) },
    { label: 'Data', text: seedText(record) },
    { label: 'Machine', text: machineText(record) },
    ...(pinnedCores ? [{ label: 'Pinned', text: pinnedText(pinnedCores, record.database) }] : []),
    { label: 'Order', text: orderText(record) },
    { label: 'Run', text: runText(record, said) },
  ];
}
