import { z } from 'zod';
import type { Mix, Recorded, TrafficOptions } from './mix.js';
import { mixOf } from './mix.js';

/** As much of an HTTP Archive 1.2 as is needed; browsers add more. */
const archive = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
          postData: z.object({ text: z.string().optional() }).optional(),
        }),
        response: z.object({ status: z.number() }),
      }),
    ),
  }),
});

type Entry = z.infer<typeof archive>['log']['entries'][number];

function urlOf({ request }: Entry): URL | undefined {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  return url?.protocol.startsWith('http') ? url : undefined;
}

/** The host that most requests go to. */
function mostAsked(urls: readonly (URL | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const url of urls) if (url) counts.set(url.origin, (counts.get(url.origin) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function recordedOf({ request, response }: Entry, url: URL): Recorded {
  const { method, headers, postData } = request;
  return {
    method: method.toUpperCase(),
    path: url.pathname + url.search,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    ...(postData?.text === undefined ? {} : { body: postData.text }),
    status: response.status,
  };
}

/** A mix of what a browser's HAR file recorded of one host, or why the text is none. */
export function mixOfHar(text: string, options: TrafficOptions): Mix | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
  const read = archive.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { problem: `is no HAR file: ${issue?.path.join('.') || 'log.entries'}: ${issue?.message}` };
  }
  const { entries } = read.data.log;
  const urls = entries.map(urlOf);
  const origin = mostAsked(urls);
  const recorded = entries.flatMap((entry, i) => {
    const url = urls[i];
    return url && url.origin === origin ? [recordedOf(entry, url)] : [];
  });
  const elsewhere = entries.length - recorded.length;
  return mixOf(recorded, options, elsewhere === 0 ? {} : { 'other-hosts': elsewhere });
}
