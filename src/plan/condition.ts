import { type Condition, megabitBytes, type NetworkSettings } from '../model/condition.js';
import { addressOf } from '../model/database-address.js';
import type { DatabaseChoice, Plan } from '../model/plan.js';
import type { Mistake } from './checked.js';
import type { CompareOptions } from './flags/compare-flags.js';

type NetworkOptions = Pick<CompareOptions, 'databaseRtt' | 'databaseBandwidth' | 'clientRtt' | 'clientBandwidth'>;

function settingsOf(rttMs: number | undefined, megabits: number | undefined): NetworkSettings | undefined {
  if (rttMs === undefined && megabits === undefined) return undefined;
  return {
    ...(rttMs === undefined ? {} : { roundTripMs: rttMs }),
    ...(megabits === undefined ? {} : { bytesPerSecond: megabits * megabitBytes }),
  };
}

/** The condition that the flags ask for, named by them; none where they ask for none. */
export function conditionFor(options: NetworkOptions): Pick<Plan, 'condition'> {
  const { databaseRtt, databaseBandwidth, clientRtt, clientBandwidth } = options;
  const databaseLink = settingsOf(databaseRtt, databaseBandwidth);
  const clientLink = settingsOf(clientRtt, clientBandwidth);
  if (!databaseLink && !clientLink) return {};
  const named = [
    ['database-rtt', databaseRtt],
    ['database-bandwidth', databaseBandwidth],
    ['client-rtt', clientRtt],
    ['client-bandwidth', clientBandwidth],
  ] as const;
  const condition: Condition = {
    name: named.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`)).join(','),
    ...(databaseLink ? { databaseLink } : {}),
    ...(clientLink ? { clientLink } : {}),
  };
  return { condition };
}

/** What keeps a link from standing between the servers and this database; undefined: there is none. */
export function mistakesInCondition(
  options: NetworkOptions,
  database: DatabaseChoice | undefined,
  scenarioName: string,
): Mistake[] {
  if (!conditionFor(options).condition?.databaseLink) return [];
  const where = options.databaseRtt === undefined ? '--database-bandwidth' : '--database-rtt';
  if (!database) return [{ where, problem: `no arm of ${scenarioName} asks for a database; leave it out` }];
  if (database.kind !== 'uri' || addressOf(database.uri)) return [];
  const problem = 'a link leads to one host; give --db a mongodb:// address with a single host, or leave this out';
  return [{ where, problem }];
}
