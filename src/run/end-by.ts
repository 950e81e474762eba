import type { GivenUp, RunEnd } from '../model/run-end.js';
import { RigError, SetupError } from '../rig/rig-error.js';
import { SourceError } from '../source/commands.js';
import { BudgetError } from './pilot/budget-error.js';
import { ArmFailure } from './round/arm-failure.js';

/** How a run ends that meets an error. */
export function endBy(error: unknown): RunEnd {
  if (error instanceof BudgetError) return { state: 'budget', budgetMs: error.budgetMs, neededMs: error.neededMs };
  return { state: 'failed', reason: givenUpBy(error) };
}

function givenUpBy(error: unknown): GivenUp {
  if (error instanceof ArmFailure) return { kind: 'arm-failed', trial: error.trial };
  if (error instanceof RigError) return { kind: 'failed', failure: error.failure };
  if (error instanceof SetupError) return { kind: 'setup', fault: error.fault };
  if (error instanceof SourceError) return { kind: 'source', problem: error.problem };
  return { kind: 'error', message: (error as Error).message };
}
