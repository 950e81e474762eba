import type { Plan } from '../model/plan.js';
import type { RunRecord } from '../model/record.js';
import type { Scenario } from '../model/scenario.js';
import type { HostFacts } from '../model/surroundings.js';
import type { Mistake } from './checked.js';
import { type FlagTable, spelling } from './flags/flag.js';

/** What a resumed run would be measured with now. */
export interface Present {
  readonly toolVersion: string;
  readonly host: HostFacts;
  /** The scenario of the record's name, as it is today; undefined when there is none any more. */
  readonly scenario: Scenario | undefined;
}

/** Flags that were given, by their table, and would change the plan of a resumed run. */
export function flagsAgainstPlan(table: FlagTable, given: Readonly<Record<string, unknown>>): Mistake[] {
  return Object.entries(table)
    .filter(([key, flag]) => key in given && !flag.mayChangeOnResume)
    .map(([key, flag]) => ({
      where: spelling(key, flag),
      problem: 'a resumed run keeps its plan; leave this out, or start a new run without --resume',
    }));
}

/** Plain text of any JSON value with its keys in order, so that equal values read equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * Why a record cannot be gone on with: rounds of another machine, another Node, another lotus-bench or another scenario
 * are not samples of the same thing. Empty when it can.
 */
export function mistakesInResuming(record: RunRecord, { toolVersion, host, scenario }: Present): Mistake[] {
  const problems: string[] = [];
  if (record.end.state === 'complete') problems.push('the run is complete; start a new one');
  const changed = (what: string, then: unknown, now: unknown) => {
    if (canonical(then) !== canonical(now))
      problems.push(`${what} was ${String(then)} and is ${String(now)} now; start a new run`);
  };
  changed('lotus-bench', record.toolVersion, toolVersion);
  changed('Node', record.host.nodeVersion, host.nodeVersion);
  changed('the processor', record.host.cpuModel, host.cpuModel);
  changed('the number of cores', record.host.coreCount, host.coreCount);
  changed('memory in bytes', record.host.memoryBytes, host.memoryBytes);
  changed('the kernel', record.host.kernel, host.kernel);
  const { name } = record.plan.scenario;
  if (!scenario) problems.push(`there is no scenario named ${name} any more; start a new run`);
  else if (canonical(scenario) !== canonical(record.plan.scenario))
    problems.push(`the scenario ${name} is not what it was; start a new run`);
  return problems.map((problem) => ({ where: '--resume', problem }));
}

/** The plan that a record is gone on with: its own, and a new budget where one is given, counted from now. */
export function resumedPlan({ plan }: RunRecord, budgetMs: number | undefined): Plan {
  return budgetMs === undefined ? plan : { ...plan, budgetMs };
}
