import { z } from 'zod';
import { metricIds } from '../../../model/metrics.js';
import type { GivenUp, RunEnd, StopReason } from '../../../model/run-end.js';
import type { BinaryProblem, SetupFault } from '../../../model/setup-fault.js';
import { facts, type KindIn, oneKindOf } from './facts.js';
import { failure } from './failure.js';
import { invalidTrial } from './round.js';
import { sourceProblem } from './source.js';

const stopReason: z.ZodType<StopReason> = z.union([
  z.strictObject({ kind: z.enum(['all-decided', 'spares-measured', 'nothing-to-compare', 'cannot-compare']) }),
  z.strictObject({ kind: z.enum(['regressed', 'too-noisy']), metrics: z.array(z.enum(metricIds)) }),
  z.strictObject({ kind: z.literal('all-measured'), rounds: z.number() }),
  z.strictObject({ kind: z.literal('told'), text: z.string() }),
]);

const binaryProblem: z.ZodType<BinaryProblem> = z.union([
  z.strictObject({ kind: z.literal('no-such-file') }),
  z.strictObject({ kind: z.literal('printed'), line: z.string() }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);

const sourceAndMessage = { source: z.string(), message: z.string() };

const setupFault = oneKindOf<SetupFault, 'kind'>('kind', {
  'no-mongod': facts<KindIn<SetupFault, 'no-mongod'>>({ kind: z.literal('no-mongod') }),
  'not-a-mongod': facts<KindIn<SetupFault, 'not-a-mongod'>>({
    kind: z.literal('not-a-mongod'),
    source: z.string(),
    problem: binaryProblem,
  }),
  'database-not-started': facts<KindIn<SetupFault, 'database-not-started'>>({
    kind: z.literal('database-not-started'),
    ...sourceAndMessage,
  }),
  'database-unreachable': facts<KindIn<SetupFault, 'database-unreachable'>>({
    kind: z.literal('database-unreachable'),
    ...sourceAndMessage,
  }),
  'database-refuses': facts<KindIn<SetupFault, 'database-refuses'>>({
    kind: z.literal('database-refuses'),
    ...sourceAndMessage,
  }),
  'temporary-folder': facts<KindIn<SetupFault, 'temporary-folder'>>({
    kind: z.literal('temporary-folder'),
    folder: z.string(),
    errorCode: z.string(),
  }),
  'long-temporary-folder': facts<KindIn<SetupFault, 'long-temporary-folder'>>({
    kind: z.literal('long-temporary-folder'),
    folder: z.string(),
  }),
});

export const givenUp = oneKindOf<GivenUp, 'kind'>('kind', {
  'invalid-rounds': facts<KindIn<GivenUp, 'invalid-rounds'>>({
    kind: z.literal('invalid-rounds'),
    inARow: z.number(),
  }),
  'arm-failed': facts<KindIn<GivenUp, 'arm-failed'>>({ kind: z.literal('arm-failed'), trial: invalidTrial }),
  failed: facts<KindIn<GivenUp, 'failed'>>({ kind: z.literal('failed'), failure }),
  setup: facts<KindIn<GivenUp, 'setup'>>({ kind: z.literal('setup'), fault: setupFault }),
  source: facts<KindIn<GivenUp, 'source'>>({ kind: z.literal('source'), problem: sourceProblem }),
  error: facts<KindIn<GivenUp, 'error'>>({ kind: z.literal('error'), message: z.string() }),
});

type End<State extends RunEnd['state']> = Extract<RunEnd, { readonly state: State }>;

export const runEnd = oneKindOf<RunEnd, 'state'>('state', {
  running: facts<End<'running'>>({ state: z.literal('running') }),
  complete: facts<End<'complete'>>({ state: z.literal('complete'), reason: stopReason }),
  interrupted: facts<End<'interrupted'>>({ state: z.literal('interrupted') }),
  budget: facts<End<'budget'>>({
    state: z.literal('budget'),
    budgetMs: z.number(),
    neededMs: z.number().optional(),
  }),
  failed: facts<End<'failed'>>({ state: z.literal('failed'), reason: givenUp }),
});
