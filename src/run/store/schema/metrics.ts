import { z } from 'zod';
import {
  type ComparisonKind,
  type MetricDefinition,
  type MetricDefinitions,
  type MetricGroup,
  type MetricId,
  metricIds,
  type Unit,
} from '../../../model/metrics.js';
import { among, facts } from './facts.js';

export const metricId: z.ZodType<MetricId> = z.enum(metricIds);

const metricDefinition = facts<MetricDefinition>({
  label: z.string(),
  group: among<MetricGroup>({
    'start-up': true,
    'response time': true,
    'latency under load': true,
    throughput: true,
    memory: true,
    database: true,
    cpu: true,
    streaming: true,
    errors: true,
  }),
  unit: among<Unit>({
    ms: true,
    us: true,
    bytes: true,
    bytesPerSecond: true,
    perSecond: true,
    count: true,
    share: true,
  }),
  better: among<MetricDefinition['better']>({ lower: true, higher: true }),
  comparison: among<ComparisonKind>({ ratio: true, exact: true, errors: true }),
  limit: z.number(),
  smallestAbsoluteEffect: z.number().optional(),
  sharedCounter: z.literal(true).optional(),
  minimumRequestsPerRound: z.number().optional(),
  gate: z.boolean(),
});

/** One that a record has not, because it is newer than the record, is not judged in it. */
function byMetric<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<MetricId, T>>> {
  return z.partialRecord(z.enum(metricIds), value) as unknown as z.ZodType<Readonly<Record<MetricId, T>>>;
}

export const metricDefinitions: z.ZodType<MetricDefinitions> = byMetric(metricDefinition);

export const limits = byMetric(z.number());

/** What a scenario says of some metrics. */
export function ofSomeMetrics<T>(value: z.ZodType<T>): z.ZodType<Partial<Readonly<Record<MetricId, T>>>> {
  return byMetric(value) as unknown as z.ZodType<Partial<Readonly<Record<MetricId, T>>>>;
}
