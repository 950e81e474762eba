import type { OwnWords, Scenario } from '../../model/scenario.js';
import { type Checked, mistakesOf, unlessMistaken } from '../checked.js';
import { commandWords } from './command-words.js';
import type { Config } from './config.js';
import { requestClassesOf } from './requests.js';

/** Where a config was found, and how its server is told again in a command line. */
export interface ConfigPlace {
  /** The folder that lotus-bench was started in. */
  readonly folder: string;
  readonly own: OwnWords;
}

const readyTimeoutMs = 30_000;

/** The first path that is asked for with GET: a server that answers it is ready. */
function firstPath(config: Config): string {
  const found = requestClassesOf(config.requests).find(({ method, path }) => method === 'GET' && !path.includes('{'));
  return found?.path ?? '/';
}

function readyOf(config: Config): { readonly path: string; readonly status: number } {
  const { ready = firstPath(config) } = config;
  return typeof ready === 'string' ? { path: ready, status: 200 } : { path: ready.path, status: ready.status ?? 200 };
}

/** What a config describes: the user's own server, its data and its load. */
export function scenarioOf(config: Config, { folder, own }: ConfigPlace): Checked<Scenario> {
  const command = commandWords(config.start, '--start');
  return unlessMistaken(mistakesOf(command), () => ({
    name: config.name ?? nameOfFolder(folder),
    description: 'a server of the user’s own',
    launch: {
      source: { kind: 'folder', path: folder },
      command: command.state === 'good' ? command.value : [],
      workingDirectory: '{source}',
      nodeArguments: config.nodeArguments ?? [],
    },
    target: { env: config.env ?? {}, ready: readyOf(config), readyTimeoutMs },
    own,
    populations: {},
    requests: requestClassesOf(config.requests),
    promises: {},
  }));
}

/** A name that files and databases may be called by. */
function nameOfFolder(folder: string): string {
  const last = folder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  return last.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'server';
}
