import { spawn } from 'node:child_process';
import type { DatabaseChoice } from '../model/plan.js';
import type { ProgressEvent } from '../model/progress.js';
import type { Scenario } from '../model/scenario.js';
import { startDatabase } from '../rig/database/database.js';
import { seedDatabase } from '../rig/database/seed.js';
import { stopGroup } from '../rig/guard/process-group.js';
import { startWarden } from '../rig/guard/warden.js';

export interface ServeOrder {
  readonly optimizations: string;
  readonly port: number;
  readonly db: DatabaseChoice;
  readonly seedData: boolean;
}

export interface ServeSurroundings {
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

const stopGraceMs = 10_000;

/** Runs a scenario's server alone, its output passed on, until the signal or its own end. Nothing is left behind. */
export async function serveLotus(
  scenario: Scenario,
  order: ServeOrder,
  { repository, signal, onProgress }: ServeSurroundings,
): Promise<'interrupted' | 'ended'> {
  const warden = await startWarden();
  try {
    const database = await startDatabase(order.db, { repository, warden, runId: `serve_${process.pid}` });
    try {
      onProgress({ kind: 'database', facts: database.facts });
      const env = { MONGODB_URI: await database.createFor('lotus'), LOTUS_MEDIA: warden.makeTemporaryDirectory() };
      if (order.seedData && scenario.seed) {
        onProgress({ kind: 'step', step: 'filling-database' });
        await seedDatabase(scenario.seed, env, repository, signal);
      }
      const [, ...args] = scenario.server.command.map((word) => word.replaceAll('{repository}', repository));
      const child = spawn(process.execPath, args, {
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...env, PORT: String(order.port), [scenario.switches?.env ?? '']: order.optimizations },
      });
      if (child.pid !== undefined) warden.guard('group', child.pid);
      const exited = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')));
      const interrupted = new Promise<'interrupted'>((resolve) =>
        signal.addEventListener('abort', () => resolve('interrupted')),
      );
      const end = signal.aborted ? 'interrupted' : await Promise.race([exited, interrupted]);
      await stopGroup(child, stopGraceMs);
      return end;
    } finally {
      await database.stop();
    }
  } finally {
    await warden.close();
  }
}
