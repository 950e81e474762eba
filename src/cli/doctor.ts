import { fileURLToPath } from 'node:url';
import { judgeMachine } from '../gate/fitness/judge-machine.js';
import { fitnessJson, fitnessReport } from '../report/fitness.js';
import { readMachine } from '../run/this-machine.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import type { Io } from './io.js';
import { paintFor } from './paint.js';
import { toolVersion } from './tool-version.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const columns = { least: 60, most: 120 };

/** `lotus-bench doctor`: reads the machine, judges it, prints what it found. A machine that is bad decides nothing: exit code 4. */
export async function doctor(asJson: boolean, io: Io): Promise<ExitCode> {
  const fitness = judgeMachine(await readMachine(repository));
  const width = Math.min(columns.most, Math.max(columns.least, io.stdout.columns));
  io.stdout.write(
    asJson
      ? fitnessJson(fitness, toolVersion())
      : fitnessReport(fitness, { paint: paintFor(io.stdout, io), columns: width }),
  );
  return fitness.verdict === 'bad' ? exitCodes.undecided : exitCodes.passed;
}
