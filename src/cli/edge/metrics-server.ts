import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Gauge, prometheusContentType, Registry, type RegistryContentType } from 'prom-client';
import { type Family, families, type MetricSample } from '../../report/words/metric-families.js';
import { UserError } from './user-error.js';

/** What is served of a run while it goes on. */
export interface MetricsServer {
  readonly port: number;
  /** From now on these, and nothing that was shown before. */
  show(samples: readonly MetricSample[]): void;
  close(): Promise<void>;
}

function registryOf(samples: readonly MetricSample[]): Registry<RegistryContentType> {
  const registry = new Registry<RegistryContentType>();
  for (const [name, { type, help, labels }] of Object.entries(families) as [string, Family][]) {
    const configuration = { name, help, labelNames: [...labels], registers: [registry] };
    const own = samples.filter(({ family }) => family === name);
    if (type === 'counter') {
      const counter = new Counter(configuration);
      for (const { labels: at, value } of own) counter.inc(at, value);
    } else {
      const gauge = new Gauge(configuration);
      for (const { labels: at, value } of own) gauge.set(at, value);
    }
  }
  return registry;
}

/**
 * Serves `GET /metrics` on the loopback, as OpenMetrics, or as the older Prometheus text to who asks for that. 0 is any
 * free port. Throws UserError where the port is taken.
 */
export async function serveMetrics(port: number): Promise<MetricsServer> {
  let registry = registryOf([]);
  const server = createServer(async ({ url, headers }, response) => {
    if (url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end('the metrics are at /metrics\n');
      return;
    }
    const older = headers.accept?.includes('text/plain') && !headers.accept.includes('openmetrics');
    const asked = older ? prometheusContentType : Registry.OPENMETRICS_CONTENT_TYPE;
    registry.setContentType(asked);
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  });
  // Nobody's scraping keeps a run alive.
  server.unref();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`--metrics-port: port ${port} cannot be listened on (${code}); name another, or 0 for any`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    show(samples) {
      registry = registryOf(samples);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
