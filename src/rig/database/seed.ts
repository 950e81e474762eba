import type { Arm, ProgramSpec } from '../../model/arm.js';
import { fillAll, type Placeholders } from '../../model/placeholders.js';
import type { SeedFacts } from '../../model/record.js';
import { runProgram } from '../guard/run-program.js';
import type { Warden } from '../guard/warden.js';
import { commandOf, workingDirectoryOf } from '../program.js';
import { RigError } from '../rig-error.js';

const maxMs = 300_000;

/**
 * Runs a target's seed program with an arm's Node, and reads the JSON line that it may end with. Throws RigError with
 * the program's output when it fails.
 */
export async function seedDatabase(
  spec: ProgramSpec,
  arm: Arm,
  placeholders: Placeholders,
  { warden, signal }: { readonly warden: Warden; readonly signal: AbortSignal },
): Promise<Omit<SeedFacts, 'armName'>> {
  // The arm's own arguments are for its server: a fault that is planted there has no business in the data.
  const [program, args] = commandOf(spec.command, { ...arm, nodeArguments: [] }, placeholders);
  const startedMs = performance.now();
  const stdout = await runProgram(program, args, {
    ...{ warden, signal, maxMs },
    env: fillAll(spec.env, placeholders),
    cwd: workingDirectoryOf(arm, placeholders),
  }).catch((error: Error & { stderr?: string }) => {
    const message = (error.stderr || error.message).trim().split('\n').at(-1) ?? '';
    throw new RigError({ kind: 'seeding-failed', cause: { kind: 'error', message } }, (error.stderr ?? '').split('\n'));
  });
  const report = reportIn(stdout.trim().split('\n').at(-1) ?? '');
  const { checksum } = report;
  const told = typeof checksum === 'string' ? { checksum } : {};
  return { ...told, durationMs: performance.now() - startedMs, report };
}

/** What a program's last line tells of the data that it made; nothing where it is no JSON object. */
function reportIn(line: string): Readonly<Record<string, unknown>> {
  try {
    const report: unknown = JSON.parse(line);
    return typeof report === 'object' && report !== null ? { ...report } : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
