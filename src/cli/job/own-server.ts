import type { Arm } from '../../model/arm.js';
import type { OwnWords, Scenario } from '../../model/scenario.js';
import { type Checked, type Mistake, mistakesOf } from '../../plan/checked.js';
import type { Config } from '../../plan/config/config.js';
import { ownServerFlags } from '../../plan/config/from-flags.js';
import { scenarioOf } from '../../plan/config/scenario.js';
import { type FlagTable, spelling } from '../../plan/flags/flag.js';
import { armOfOwn, type OwnArm, ownArmsOf } from '../../plan/variants/own-arms.js';
import { sourceProblemText } from '../../report/words/sources.js';
import { resolveSources } from '../../run/sources/resolve.js';
import { findNode, knownNodes } from '../../run/this-machine.js';
import type { Io } from '../edge/io.js';

/** A user's own server, ready to be planned for. */
export interface OwnServer {
  readonly scenario: Scenario;
  readonly arms: readonly Arm[];
}

/**
 * What a config comes to here: what its references mean, and where its Nodes are. All that is wrong is told at once.
 */
export async function ownServer(config: Config, own: OwnWords, io: Io): Promise<Checked<OwnServer>> {
  const scenario = scenarioOf(config, { folder: io.cwd, own });
  const ownArms = ownArmsOf(config);
  const mistakes = [...mistakesInRequests(config), ...mistakesInSecrets(config, io), ...mistakesOf(scenario, ownArms)];
  if (ownArms.state === 'mistaken') return { state: 'mistaken', mistakes };
  const arms = await found(ownArms.value, scenario, io);
  mistakes.push(...mistakesOf(arms));
  if (mistakes.length > 0 || scenario.state === 'mistaken' || arms.state === 'mistaken')
    return { state: 'mistaken', mistakes };
  return { state: 'good', value: { scenario: scenario.value, arms: arms.value } };
}

/** Flags that tell of a user's own server, given where none is named. */
export function mistakesWithoutServer(table: FlagTable, given: Readonly<Record<string, unknown>>): Mistake[] {
  return ownServerFlags.flatMap((key) => {
    const flag = table[key];
    if (!flag || !(key in given)) return [];
    const problem = 'it tells of a server of your own; name its command with --start, or leave this out';
    return [{ where: spelling(key, flag), problem }];
  });
}

/** Scenarios that were named beside a user's own server. */
export function mistakesBesideServer(operands: readonly string[]): Mistake[] {
  const problem = '--start names a server of your own, and a scenario has another; leave one of the two out';
  return operands.map((name) => ({ where: name, problem }));
}

function mistakesInRequests({ requests }: Config): Mistake[] {
  return requests.length > 0 ? [] : [{ where: '--get', problem: 'nothing to ask for; name a path: --get /' }];
}

/** Variables that `{env:NAME}` asks for and nobody has set. */
function mistakesInSecrets({ login, requests }: Config, { env }: Io): Mistake[] {
  const names = [...JSON.stringify([login, requests]).matchAll(/\{env:(\w+)\}/g)].map(([, name = '']) => name);
  return [...new Set(names)]
    .filter((name) => env[name] === undefined)
    .map((name) => ({
      where: `{env:${name}}`,
      problem: `the variable ${name} is not set here; set it for lotus-bench`,
    }));
}

async function found(
  ownArms: readonly OwnArm[],
  scenario: Checked<Scenario>,
  io: Io,
): Promise<Checked<readonly Arm[]>> {
  const mistakes: Mistake[] = [];
  const resolved = await resolveSources(
    ownArms.map(({ from, carry, build }) => ({ from, carry, ...(build === undefined ? {} : { build }) })),
    io.cwd,
    new AbortController().signal,
  );
  const arms = ownArms.flatMap((own, i) => {
    const nodeBinary = own.node === undefined ? undefined : findNode(own.node, io.cwd);
    if (own.node !== undefined && nodeBinary === undefined) {
      const problem = `no Node "${own.node}" was found (there is ${knownNodes().join(', ')}); install it, or give its path`;
      mistakes.push({ where: own.config.node === undefined ? '--node' : `${own.where}-node`, problem });
    }
    const at = resolved[i];
    if (at?.state === 'wrong') {
      const isNew = (problem: string) => !mistakes.some((known) => known.problem === problem);
      const problem = sourceProblemText(at.problem);
      if (isNew(problem)) mistakes.push({ where: at.problem.kind === 'missing-file' ? '--carry' : own.where, problem });
    }
    if (at?.state !== 'good' || scenario.state === 'mistaken') return [];
    return [armOfOwn(own, scenario.value, { source: at.source, nodeBinary })];
  });
  return mistakes.length > 0 ? { state: 'mistaken', mistakes } : { state: 'good', value: arms };
}
