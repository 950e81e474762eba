import type { Arm, Source } from '../../model/arm.js';
import type { Scenario } from '../../model/scenario.js';
import { type Checked, type Mistake, mistakesOf, unlessMistaken } from '../checked.js';
import { armName } from '../config/arm-name.js';
import { commandWords } from '../config/command-words.js';
import type { ArmConfig, Config } from '../config/config.js';

/** An arm of a user's own server, before it is known where its code and its Node are. */
export interface OwnArm {
  readonly name: string;
  /** What it is called in mistakes: `--before`. */
  readonly where: string;
  readonly from: string;
  readonly command: readonly string[] | undefined;
  readonly config: ArmConfig;
  /** What it or the config says for all. */
  readonly node: string | undefined;
  readonly carry: readonly string[];
  readonly build: string | undefined;
}

const usualNames = { before: '--before', after: '--after' } as const;

/** The arms of a config, the reference first. */
export function ownArmsOf(config: Config): Checked<readonly OwnArm[]> {
  const arms = Object.entries(config.arms ?? { before: '.', after: '.' });
  const mistakes: Mistake[] = [];
  if (arms.length < 2)
    mistakes.push({ where: 'arms', problem: 'one arm has nothing to be compared with; add another' });
  const read = arms.map(([name, given]) => {
    const own = typeof given === 'string' ? { from: given } : given;
    const where = usualNames[name as keyof typeof usualNames] ?? `--arm ${name}`;
    if (!armName.test(name)) {
      const problem = `the name "${name}" must be 1 to 24 letters, digits, - or _; write NAME:git:REFERENCE`;
      mistakes.push({ where: '--arm', problem });
    }
    const command = own.start === undefined ? undefined : commandWords(own.start, `arms.${name}.start`);
    if (command) mistakes.push(...mistakesOf(command));
    return {
      ...{ name, where, from: own.from ?? '.', config: own, node: own.node ?? config.node },
      command: command?.state === 'good' ? command.value : undefined,
      carry: [...(config.carry ?? []), ...(own.carry ?? [])],
      build: own.build ?? config.build,
    };
  });
  return unlessMistaken(mistakes, () => read);
}

/** The arm itself, once its code and its Node were found. */
export function armOfOwn(
  { name, command, config }: OwnArm,
  { launch }: Scenario,
  found: { readonly source: Source; readonly nodeBinary: string | undefined },
): Arm {
  const { workingDirectory, nodeArguments = [], env = {} } = config;
  return {
    ...launch,
    ...(command === undefined ? {} : { command }),
    ...(workingDirectory === undefined ? {} : { workingDirectory: `{source}/${workingDirectory}` }),
    source: found.source,
    ...(found.nodeBinary === undefined ? {} : { nodeBinary: found.nodeBinary }),
    nodeArguments: [...launch.nodeArguments, ...nodeArguments],
    name,
    env,
  };
}
