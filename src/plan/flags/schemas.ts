import { z } from 'zod';
import { type MetricId, metricIds } from '../../model/metrics.js';
import { parseDurationMs } from './duration.js';
import type { Flag, Reads } from './flag.js';
import { nearest } from './nearest.js';

type Of<Kind extends Reads['kind']> = Extract<Reads, { readonly kind: Kind }>;

/** One of a few words; a mistyped one is answered with the nearest. */
function oneOf({ words }: Of<'one-of'>) {
  return z.enum(words, {
    error: ({ input }) =>
      `"${input}" is not one of ${words.join(', ')}; did you mean ${nearest(String(input), words)}?`,
  });
}

function wholeNumber({ least, most }: Of<'whole-number'>) {
  return z.string().transform((text, context) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    context.addIssue({ code: 'custom', message: `must be a whole number from ${least} to ${most}, got "${text}"` });
    return z.NEVER;
  });
}

const leastDurationMs = 10_000;

const duration = z.string().transform((text, context) => {
  const value = parseDurationMs(text);
  if (value !== undefined && value >= leastDurationMs) return value;
  const wanted = value === undefined ? 'a duration such as 90s, 3m or 1h30m' : 'at least 10s';
  context.addIssue({ code: 'custom', message: `must be ${wanted}, got "${text}"` });
  return z.NEVER;
});

const variables = z
  .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*=/, { error: ({ input }) => `must read NAME=VALUE, got "${input}"` }))
  .default([])
  .transform((pairs) =>
    Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  );

const databaseWords = ['auto', 'embedded', 'mongod', 'download'] as const;
/** `auto`, another word, or an address. */
const database = z.string().transform((text, context) => {
  const word = databaseWords.find((known) => known === text);
  if (word) return { kind: word };
  if (/^mongodb(\+srv)?:\/\//.test(text)) return { kind: 'uri' as const, uri: text };
  context.addIssue({
    code: 'custom',
    message: `"${text}" is neither ${databaseWords.join(', ')} nor a mongodb:// address; did you mean ${nearest(text, databaseWords)}?`,
  });
  return z.NEVER;
});

function metricNamed(text: string): MetricId | undefined {
  return metricIds.find((id) => id === text);
}

function noMetric(text: string): string {
  return `"${text}" is not a metric; did you mean ${nearest(text, metricIds)}?`;
}

const metrics = z.string().transform((text, context) =>
  text.split(',').flatMap((part) => {
    const metric = metricNamed(part.trim());
    if (!metric) context.addIssue({ code: 'custom', message: noMetric(part.trim()) });
    return metric ?? [];
  }),
);

/** METRIC=PERCENT, again and again: the smallest regression to catch. */
const limits = z
  .array(z.string())
  .default([])
  .transform((pairs, context) => {
    const limits: Partial<Record<MetricId, number>> = {};
    for (const pair of pairs) {
      const [name = '', share = ''] = pair.split('=');
      const metric = metricNamed(name);
      const percent = /^(\d+(?:\.\d+)?)%?$/.exec(share)?.[1];
      if (!metric) context.addIssue({ code: 'custom', message: noMetric(name) });
      else if (percent === undefined || Number(percent) <= 0 || Number(percent) > 1000)
        context.addIssue({ code: 'custom', message: `must read METRIC=PERCENT, as in ${metric}=5%, got "${pair}"` });
      else limits[metric] = Number(percent) / 100;
    }
    return limits;
  });

/** Of flags that have a value even where they are not given. */
function always({ kind }: Reads): z.ZodType | undefined {
  switch (kind) {
    case 'switch':
      return z.boolean().default(false);
    case 'switch-off':
      return z.boolean().default(true);
    case 'texts':
      return z.array(z.string()).default([]);
    case 'variables':
      return variables;
    case 'limits':
      return limits;
    default:
      return undefined;
  }
}

function oneText(reads: Reads): z.ZodType {
  switch (reads.kind) {
    case 'one-of':
      return oneOf(reads);
    case 'whole-number':
      return wholeNumber(reads);
    case 'duration':
      return duration;
    case 'folder':
      return z.string().min(1, 'must be a folder, got ""');
    case 'database':
      return database;
    case 'metrics':
      return metrics;
    default:
      return z.string();
  }
}

/** How what a user wrote behind a flag is checked and read. */
export function schemaOf({ reads, otherwise }: Flag): z.ZodType {
  const schema = oneText(reads);
  return always(reads) ?? (otherwise === undefined ? schema.optional() : schema.prefault(otherwise));
}
