import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patience } from '../../machine/patience.js';
import type { SeedFacts } from '../../model/record.js';
import type { SeedSpec } from '../../model/scenario.js';
import { RigError } from '../rig-error.js';

const maxMs = 300_000;

/**
 * Runs a scenario's seed program on an empty database and reads the JSON line that it ends with.
 * Throws RigError with the program's output when it fails, or says no checksum.
 */
export async function seedDatabase(
  spec: SeedSpec,
  env: Readonly<Record<string, string>>,
  repository: string,
  signal: AbortSignal,
): Promise<Omit<SeedFacts, 'armName'>> {
  const [program = '', ...args] = spec.command.map((word) => word.replaceAll('{repository}', repository));
  const startedMs = performance.now();
  const { stdout } = await promisify(execFile)(program === 'node' ? process.execPath : program, args, {
    env: { ...process.env, ...spec.env, ...env },
    timeout: await patience(maxMs),
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 2 ** 20,
    signal,
  }).catch((error: Error & { stderr?: string }) => {
    const message = (error.stderr || error.message).trim().split('\n').at(-1) ?? '';
    throw new RigError({ kind: 'seeding-failed', cause: { kind: 'error', message } }, (error.stderr ?? '').split('\n'));
  });
  const lastLine = stdout.trim().split('\n').at(-1) ?? '';
  const report = parseReport(lastLine);
  if (!report)
    throw new RigError({ kind: 'seeding-failed', cause: { kind: 'no-checksum' } }, stdout.split('\n').slice(-5));
  return { checksum: report.checksum, durationMs: performance.now() - startedMs, report };
}

function parseReport(line: string): (Record<string, unknown> & { checksum: string }) | undefined {
  try {
    const report: unknown = JSON.parse(line);
    if (report && typeof report === 'object' && 'checksum' in report && typeof report.checksum === 'string')
      return { ...report, checksum: report.checksum };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}
