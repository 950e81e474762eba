import type { OwnWords } from '../../model/scenario.js';
import { type CompareOptions, compareFlags } from '../flags/compare-flags.js';
import { spelling } from '../flags/flag.js';
import type { ArmConfig, Config } from './config.js';

/** The flags that tell of a user's own server; given without --start or a config file, they tell of nothing. */
export const ownServerFlags = [
  'config',
  'start',
  'ready',
  'get',
  'har',
  'accessLog',
  'keepHeaders',
  'keepWrites',
  'env',
  'node',
  'beforeNode',
  'afterNode',
  'build',
  'carry',
] as const;

const armFlags = ['before', 'beforeEnv', 'beforeNode', 'after', 'afterEnv', 'afterNode', 'arm'] as const;

type OwnFlag = (typeof ownServerFlags)[number] | (typeof armFlags)[number];

/** The flags that were given of a user's own server, as words that give them again. */
export function ownWords(given: Readonly<Record<string, unknown>>): OwnWords {
  const wordsOf = (keys: readonly OwnFlag[]) =>
    keys.flatMap((key) => {
      const value = given[key];
      const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
      return values.flatMap((each) =>
        each === true ? [spelling(key, compareFlags[key])] : [spelling(key, compareFlags[key]), String(each)],
      );
    });
  const arms: readonly string[] = armFlags;
  return { server: wordsOf(ownServerFlags.filter((key) => !arms.includes(key))), arms: wordsOf(armFlags) };
}

/** `feature`, of which the code is `git:feature`; or `NAME:git:REF`. */
function namedArm(text: string): [name: string, from: string] {
  const [, name = '', from = ''] = /^([\w-]+):(.+)$/.exec(text) ?? [];
  return name === '' || name === 'git' ? [text.replace(/^git:/, ''), text] : [name, from];
}

/** An arm of which flags say something new. */
function armWith(base: string | ArmConfig | undefined, told: ArmConfig): ArmConfig {
  const own = typeof base === 'string' ? { from: base } : (base ?? {});
  const env = { ...own.env, ...told.env };
  return {
    ...own,
    ...(told.from === undefined ? {} : { from: told.from }),
    ...(told.node === undefined ? {} : { node: told.node }),
    ...(Object.keys(env).length === 0 ? {} : { env }),
  };
}

/** What flags say of arms. */
export type ArmOptions = Pick<CompareOptions, (typeof armFlags)[number]>;

/** The arms of a config and of flags: those named in the config first, `before` and `after` unless it names others. */
function armsOf(options: ArmOptions, base: Config['arms'] = { before: {}, after: {} }): Config['arms'] {
  const [reference = 'before', compared = 'after'] = Object.keys(base);
  const { before, beforeNode, beforeEnv, after, afterNode, afterEnv } = options;
  const told = (from: string | undefined, node: string | undefined, env: ArmConfig['env']): ArmConfig => ({
    ...(from === undefined ? {} : { from }),
    ...(node === undefined ? {} : { node }),
    ...(env === undefined ? {} : { env }),
  });
  return {
    ...base,
    [reference]: armWith(base[reference], told(before, beforeNode, beforeEnv)),
    [compared]: armWith(base[compared], told(after, afterNode, afterEnv)),
    ...Object.fromEntries(options.arm.map(namedArm).map(([name, from]) => [name, { from }])),
  };
}

/** What a server is started and asked with, by flags that several commands have. */
export type ServerOptions = Pick<CompareOptions, 'start' | 'ready' | 'get' | 'env' | 'node'>;

/**
 * A config's server with what flags say before it; without a config, what flags say alone. Nothing in it is checked.
 */
export function serverFromFlags({ start, ready, get, env, node }: ServerOptions, base?: Config): Config {
  return {
    ...base,
    start: start ?? base?.start ?? '',
    ...(ready === undefined ? {} : { ready }),
    ...(node === undefined ? {} : { node }),
    env: { ...base?.env, ...env },
    requests: get.length > 0 ? get.map((path) => `GET ${path}`) : (base?.requests ?? []),
  };
}

/** The same with the arms of a comparison, and how their checkouts are made. */
export function configFromFlags(
  options: ServerOptions & ArmOptions & Pick<CompareOptions, 'build' | 'carry'>,
  base?: Config,
): Config {
  const { build, carry } = options;
  const carried = [...(base?.carry ?? []), ...carry];
  return {
    ...serverFromFlags(options, base),
    ...(build === undefined ? {} : { build }),
    ...(carried.length === 0 ? {} : { carry: carried }),
    arms: armsOf(options, base?.arms) ?? {},
  };
}
