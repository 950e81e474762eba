import { spawn } from 'node:child_process';
import type { Arm } from '../model/arm.js';
import { asksFor } from '../model/placeholders.js';
import type { DatabaseChoice } from '../model/plan.js';
import type { ProgressEvent } from '../model/progress.js';
import type { Target } from '../model/target.js';
import { startDatabase } from '../rig/database/database.js';
import { seedDatabase } from '../rig/database/seed.js';
import { stopGroup } from '../rig/guard/process-group.js';
import { startWarden } from '../rig/guard/warden.js';
import { commandOf, plainEnvironmentOf, workingDirectoryOf } from '../rig/program.js';
import { placeholdersOf } from './placeholders.js';
import { prepareSources } from './sources/arm-sources.js';

export interface ServeCommand {
  readonly target: Target;
  /** What is started. */
  readonly arm: Arm;
  readonly port: number;
  /** Used where the target or the arm asks for a database. */
  readonly db: DatabaseChoice;
  readonly seedData: boolean;
}

export interface ServeSurroundings {
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

const stopGraceMs = 10_000;

/** The seed number of data that nobody compares. */
const seedNumber = 1;

/**
 * Runs a target's server alone, unobserved and its output passed on, until the signal or its own end. Nothing is left
 * behind. Throws DatabaseError and RigError for what kept it from starting.
 */
export async function serveTarget(
  wanted: ServeCommand,
  { repository, signal, onProgress }: ServeSurroundings,
): Promise<'interrupted' | 'ended'> {
  const { target, arm } = wanted;
  const warden = await startWarden();
  try {
    const options = { repository, warden, runId: `serve_${process.pid}` };
    const database = asksFor('database', [target, arm]) ? await startDatabase(wanted.db, options) : undefined;
    try {
      if (database) onProgress({ kind: 'database', facts: database.facts });
      const folder = warden.makeTemporaryDirectory();
      const shared = { repository, folder, port: String(wanted.port), seed: String(seedNumber) };
      const sources = await prepareSources([arm], { repository, warden, signal, onProgress });
      const { folder: source } = sources.get(arm.name) ?? { folder: repository };
      const placeholders = await placeholdersOf(arm, source, shared, database);
      if (wanted.seedData && target.seed) {
        onProgress({ kind: 'step', step: 'filling-database' });
        await seedDatabase(target.seed, arm, placeholders, { warden, signal });
      }
      const [program, args] = commandOf(arm.command, arm, placeholders);
      const child = spawn(program, args, {
        detached: true,
        cwd: workingDirectoryOf(arm, placeholders),
        stdio: ['ignore', 'inherit', 'inherit'],
        env: plainEnvironmentOf(target, arm, placeholders),
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
      await database?.stop();
    }
  } finally {
    await warden.close();
  }
}
