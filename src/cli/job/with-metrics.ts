import type { MetricSample } from '../../report/words/metric-families.js';
import type { Io } from '../edge/io.js';

/** Tells what a run has measured so far to who asks at `--metrics-port`. */
export type Show = (samples: () => readonly MetricSample[]) => void;

/** Runs something that shows what it measures, at this port where one is given. Throws UserError where it is taken. */
export async function withMetrics<T>(port: number | undefined, io: Io, run: (show: Show) => Promise<T>): Promise<T> {
  if (port === undefined) return run(() => undefined);
  // Loaded for those who want it only.
  const { serveMetrics } = await import('../edge/metrics-server.js');
  const server = await serveMetrics(port);
  io.stderr.write(`metrics: http://127.0.0.1:${server.port}/metrics\n`);
  try {
    return await run((samples) => server.show(samples()));
  } finally {
    await server.close();
  }
}
