import { ArmFailure } from '../../round/arm-failure.js';
import { compareAnswers as compare } from '../../round/same-answers.js';
import type { StepContext } from '../bench.js';

/** Every request once to all arms: one that answers otherwise than the first has failed. */
export async function compareAnswers({ bench, lanes, seed }: StepContext): Promise<void> {
  const { load, signal, subject } = bench;
  await load.prepare(subject);
  const context = { load, signal, plan: { seed, scenario: subject } };
  const answering = lanes.filter((lane) => !lane.failed);
  try {
    await compare(
      context,
      answering.map((lane) => lane.server),
    );
  } catch (error) {
    if (!(error instanceof ArmFailure)) throw error;
    const failed = answering.find((lane) => lane.arm.name === error.armName);
    await failed?.attempt(() => Promise.reject(error));
  }
}
