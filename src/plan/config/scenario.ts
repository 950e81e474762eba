import type { OwnWords, Scenario } from '../../model/scenario.js';
import type { Target } from '../../model/target.js';
import { type Checked, mistakesOf, unlessMistaken } from '../checked.js';
import { parseDurationMs } from '../flags/duration.js';
import { commandWords } from './command-words.js';
import type { Config } from './config.js';
import { loginOf, requestClassesOf } from './requests.js';
import { populationsOf } from './values.js';

/** Where a config was found, and how its server is told again in a command line. */
export interface ConfigPlace {
  /** The folder that lotus-bench was started in. */
  readonly folder: string;
  readonly own: OwnWords;
}

const usualReadyMs = 30_000;
/** Where a server finds the address of its database, unless the config names another variable. */
const usualVariable = 'MONGO_URL';

/** The first path that is asked for with GET: a server that answers it is ready. */
function firstPath(config: Config): string {
  const found = requestClassesOf(config.requests).find(({ method, path }) => method === 'GET' && !path.includes('{'));
  return found?.path ?? '/';
}

function readyOf(config: Config): { readonly path: string; readonly status: number } {
  const { ready = firstPath(config) } = config;
  return typeof ready === 'string' ? { path: ready, status: 200 } : { path: ready.path, status: ready.status ?? 200 };
}

/** How the server is known to be ready, and what it finds in its environment. */
function targetOf(config: Config): Target {
  const { database = false, ready, env = {} } = config;
  const timeout = typeof ready === 'object' && ready.timeout !== undefined ? parseDurationMs(ready.timeout) : undefined;
  const { variable = usualVariable, seed } = typeof database === 'object' ? database : {};
  const address = database === false ? {} : { [variable]: '{database}' };
  const words = seed === undefined ? undefined : commandWords(seed, 'database.seed');
  return {
    env: { ...env, ...address },
    ready: readyOf(config),
    readyTimeoutMs: timeout ?? usualReadyMs,
    ...(words?.state === 'good' ? { seed: { command: words.value, env: { ...env, ...address } } } : {}),
  };
}

/** What a config describes: the user's own server, its data and its load. */
export function scenarioOf(config: Config, { folder, own }: ConfigPlace): Checked<Scenario> {
  const login = loginOf(config);
  const command = commandWords(config.start, '--start');
  const seed = typeof config.database === 'object' ? config.database.seed : undefined;
  const seedWords = seed === undefined ? [] : [commandWords(seed, 'database.seed')];
  return unlessMistaken(mistakesOf(command, ...seedWords), () => ({
    name: config.name ?? nameOfFolder(folder),
    description: 'a server of the user’s own',
    launch: {
      source: { kind: 'folder', path: folder },
      command: command.state === 'good' ? command.value : [],
      workingDirectory: config.workingDirectory === undefined ? '{source}' : `{source}/${config.workingDirectory}`,
      nodeArguments: config.nodeArguments ?? [],
    },
    target: targetOf(config),
    own,
    ...(login ? { login } : {}),
    populations: populationsOf(config.values),
    requests: requestClassesOf(config.requests),
    promises: {},
  }));
}

/** A name that files and databases may be called by. */
function nameOfFolder(folder: string): string {
  const last = folder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  return last.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'server';
}
