import { fileURLToPath } from 'node:url';
import { judgeMachine } from '../../../gate/judge-machine.js';
import { doctorFlags } from '../../../plan/flags/doctor-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { fitnessReport } from '../../../report/draw/terminal/fitness.js';
import { fitnessJson } from '../../../report/export/json.js';
import { readMachine } from '../../../run/this-machine.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor } from '../../edge/paint.js';
import { toolVersion } from '../../edge/tool-version.js';
import { orBadUsage } from '../../edge/user-error.js';

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

/**
 * `lotus-bench doctor`: reads the machine, judges it, prints what it found. A machine that is bad decides nothing: exit
 * code 4. Throws UserError for bad usage.
 */
export async function doctor(given: Given, io: Io): Promise<ExitCode> {
  const { json } = orBadUsage(readFlags(doctorFlags, given));
  const fitness = judgeMachine(await readMachine(repository));
  io.stdout.write(json ? fitnessJson(fitness, toolVersion()) : fitnessReport(fitness, canvasFor(io)));
  return fitness.verdict === 'bad' ? exitCodes.undecided : exitCodes.passed;
}
