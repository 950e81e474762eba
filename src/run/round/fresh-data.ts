import type { SeedFacts } from '../../model/record.js';
import { seedDatabase } from '../../rig/database/seed.js';
import type { RunContext } from './context.js';

/**
 * Fills the template that every arm's data is copied from, once, as the reference would. Gives what each arm gets.
 * Throws RigError when the target's seed program fails.
 */
export async function fillTemplate({
  plan,
  database,
  placeholders,
  warden,
  signal,
  emit,
}: RunContext): Promise<SeedFacts[]> {
  const { seed } = plan.scenario.target;
  const [reference] = plan.arms;
  if (!seed || !reference) return [];
  signal.throwIfAborted();
  emit({ kind: 'step', step: 'making-data' });
  const template = { ...placeholders[reference.name], ...(database ? { database: database.templateUri } : {}) };
  const facts = await seedDatabase(seed, reference, template, { warden, signal });
  return plan.arms.map((arm) => ({ ...facts, armName: arm.name }));
}

/**
 * Gives every arm its data anew, in this order. Data that stays where it is for a whole run is as much luck as a
 * process that does: with two copies made once, the search of one server took 16 % longer than that of the same server
 * on the other, in every round.
 */
export async function freshData({ database }: RunContext, armOrder: readonly string[]): Promise<void> {
  for (const armName of armOrder) await database?.refill(armName);
}
