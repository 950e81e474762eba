import { expect, it } from 'vitest';
import type { Phase, Plan } from '../../../src/model/plan.js';
import { withAmounts } from '../../../src/run/pilot/amounts.js';

const quick: Phase = { kind: 'turns', turns: 100, minMs: 2000, maxMs: 2500 };
const standard: Phase = { kind: 'turns', turns: 300, minMs: 4000 };

function turns(phase: Phase, commands: readonly string[], turnMs: number): number | undefined {
  const arms = commands.map((program) => ({ name: program, command: [program] }));
  const plan = { arms, profile: { phases: [phase] } } as unknown as Plan;
  const [settled] = withAmounts(plan, { perSecond: new Map(), cost: { fixedMs: 0, turnMs } });
  return settled?.kind === 'turns' ? settled.turns : undefined;
}

it.each([
  ['as many as the profile has', quick, ['node', 'node'], 22, 100],
  ['of a fast server as many as fill two seconds', quick, ['node', 'node'], 2.5, 800],
  ['as many as fit into its time', quick, ['node', 'node'], 30, 83],
  ['never fewer than 60', quick, ['node', 'node'], 500, 60],
  ['where one arm is not Node and its CPU comes in steps: 2.5 seconds', quick, ['node', 'python3'], 2, 1250],
  ['as many as fill four seconds in a longer profile', standard, ['python3', 'python3'], 2, 2000],
  ['slow turns have time enough for many steps', standard, ['python3', 'python3'], 30, 300],
])('turns: %s', (_, phase, commands, turnMs, wanted) => {
  expect(turns(phase, commands, turnMs)).toBe(wanted);
});
