import { z } from 'zod';
import type { PinnedCores } from '../../../model/pinning.js';
import type {
  DatabaseChoice,
  Decision,
  LoadPlan,
  Phase,
  Plan,
  PlannedRound,
  Profile,
  ProfileName,
} from '../../../model/plan.js';
import { arm } from './arm.js';
import { condition } from './condition.js';
import { among, facts, numbers, oneKindOf, texts } from './facts.js';
import { limits, metricId } from './metrics.js';
import { scenario } from './scenario.js';

type PhaseOf<Kind extends Phase['kind']> = Extract<Phase, { kind: Kind }>;
type Choice<Kind extends DatabaseChoice['kind']> = Extract<DatabaseChoice, { kind: Kind }>;

const numberOrAuto = z.union([z.number(), z.literal('auto')]);

export const phase = oneKindOf<Phase, 'kind'>('kind', {
  turns: facts<PhaseOf<'turns'>>({
    kind: z.literal('turns'),
    turns: z.number(),
    maxMs: z.number().optional(),
    minMs: z.number().optional(),
  }),
  closed: facts<PhaseOf<'closed'>>({
    kind: z.literal('closed'),
    batchesPerArm: z.number(),
    requestsPerBatch: numberOrAuto,
    batchMs: z.number(),
    connections: z.number(),
  }),
  stream: facts<PhaseOf<'stream'>>({
    kind: z.literal('stream'),
    slicesPerArm: z.number(),
    requestsPerSlice: z.number(),
    streams: z.number(),
  }),
  open: facts<PhaseOf<'open'>>({
    kind: z.literal('open'),
    slicesPerArm: z.number(),
    sliceMs: z.number(),
    ratePerSecond: numberOrAuto,
  }),
});

export const profileName = among<ProfileName>({ quick: true, standard: true, deep: true });

const profile = facts<Profile>({
  name: profileName,
  startupCycles: z.number(),
  warmup: facts<Profile['warmup']>({ turns: z.number(), maxTurns: z.number() }),
  phases: z.array(phase),
});

const ranks = z.array(z.number().nullable());

const decision = facts<Decision>({
  looks: numbers,
  alpha: z.number(),
  spending: numbers,
  boundRanks: ranks,
  intervalRanks: ranks,
  gateMetrics: z.array(metricId),
  limits,
  seed: z.number(),
});

export const databaseChoice = oneKindOf<DatabaseChoice, 'kind'>('kind', {
  auto: facts<Choice<'auto'>>({ kind: z.literal('auto') }),
  embedded: facts<Choice<'embedded'>>({ kind: z.literal('embedded') }),
  mongod: facts<Choice<'mongod'>>({ kind: z.literal('mongod') }),
  download: facts<Choice<'download'>>({ kind: z.literal('download') }),
  uri: facts<Choice<'uri'>>({ kind: z.literal('uri'), uri: z.string() }),
});

export const pinnedCores = facts<PinnedCores>({ servers: numbers, database: numbers, load: numbers });

export const plannedRound = facts<PlannedRound>({
  index: z.number(),
  armOrder: texts,
  environmentPaddingBytes: z.number(),
  loadSeed: z.number(),
});

export const plan = facts<Plan>({
  scenario,
  arms: z.array(arm),
  profile,
  load: facts<LoadPlan>({ connections: z.number(), requestTimeoutMs: z.number() }),
  database: databaseChoice.optional(),
  condition: condition.optional(),
  pinnedCores: pinnedCores.optional(),
  seed: z.number(),
  budgetMs: z.number().optional(),
  decision,
  failFast: z.boolean(),
  maxRounds: z.number(),
  rounds: z.array(plannedRound),
});
