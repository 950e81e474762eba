import { z } from 'zod';
import type {
  ExperimentResult,
  ExperimentRound,
  ExperimentsEnd,
  ExperimentsRecord,
  Observation,
  Series,
} from '../../../model/experiments-record.js';
import { facts } from './facts.js';
import { failure } from './failure.js';
import { sourceFacts } from './record.js';
import { givenUp } from './run-end.js';
import { databaseFacts, hostFacts } from './surroundings.js';

const series = facts<Series>({
  stepMs: z.number(),
  values: z.record(z.string(), z.array(z.number().nullable())),
});

const observation = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('observed'),
    armName: z.string(),
    values: z.record(z.string(), z.number()),
    series: z.record(z.string(), series),
  }),
  z.strictObject({ state: z.literal('failed'), armName: z.string(), failure, output: z.array(z.string()) }),
]) satisfies z.ZodType<Observation>;

const round = facts<ExperimentRound>({
  index: z.number(),
  armOrder: z.array(z.string()),
  startedAtIso: z.string(),
  elapsedMs: z.number(),
  observations: z.array(observation),
});

const result = facts<ExperimentResult>({ id: z.string(), rounds: z.array(round) });

const end = z.discriminatedUnion('state', [
  z.strictObject({ state: z.enum(['running', 'complete', 'interrupted']) }),
  z.strictObject({ state: z.literal('failed'), reason: givenUp }),
]) satisfies z.ZodType<ExperimentsEnd>;

/**
 * A record of experiments of one kind. Its plan is not looked into: the bench makes it of what it carries, and a run is
 * resumed only where that plan is still the same.
 */
export function experimentsRecord<Kind extends string, Plan extends object>(
  kind: Kind,
): z.ZodType<ExperimentsRecord<Kind, Plan>> {
  return facts<ExperimentsRecord<string, object>>({
    schemaVersion: z.literal(1),
    kind: z.literal(kind),
    toolVersion: z.string(),
    runId: z.string(),
    startedAtIso: z.string(),
    elapsedMs: z.number(),
    end,
    host: hostFacts,
    plan: z.custom<object>((value) => typeof value === 'object' && value !== null),
    database: databaseFacts.optional(),
    sources: z.array(sourceFacts).optional(),
    dataChecksum: z.string().optional(),
    results: z.array(result),
  }) as unknown as z.ZodType<ExperimentsRecord<Kind, Plan>>;
}
