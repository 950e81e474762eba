import { type Checked, type Mistake, mistakesOf } from '../../plan/checked.js';
import { type ArmOptions, configFromFlags, ownWords, type ServerOptions } from '../../plan/config/from-flags.js';
import type { Given } from '../../plan/flags/read-flags.js';
import type { Io } from '../edge/io.js';
import { configFile } from './config-file.js';
import { mistakesBesideServer, type OwnServer, ownServer } from './own-server.js';
import { type TrafficFlags, withRecorded } from './traffic.js';

/** What flags may say of two arms of a user's own server. */
type Asked = ServerOptions &
  TrafficFlags &
  Omit<ArmOptions, 'arm'> & {
    readonly config: string | undefined;
    readonly build: string | undefined;
    readonly carry: readonly string[];
  };

/**
 * The user's own server, where flags or a config file in their folder name one; undefined where a scenario is meant. A
 * config that merely lies there is not loaded for a scenario that was named.
 */
export async function askedServer(given: Given, options: Asked, io: Io): Promise<Checked<OwnServer> | undefined> {
  const { operands, flags } = given;
  const named = options.start !== undefined || options.config !== undefined;
  const file = operands.length === 0 || named ? await configFile(options.config, io) : undefined;
  if (file?.state === 'mistaken') return file;
  if (!named && file?.value === undefined) return undefined;
  const base = withRecorded(file?.value, options, io);
  if (base.state === 'mistaken') return base;
  const server = await ownServer(configFromFlags({ ...options, arm: [] }, base.value), ownWords(flags), io);
  const mistakes = [...mistakesBesideServer(operands), ...mistakesOf(server), ...mistakesInArms(server)];
  return mistakes.length > 0 ? { state: 'mistaken', mistakes } : server;
}

/** A config may name more arms than can be held against each other here. */
function mistakesInArms(server: Checked<OwnServer>): Mistake[] {
  if (server.state === 'mistaken' || server.value.arms.length === 2) return [];
  const names = server.value.arms.map(({ name }) => name).join(', ');
  return [{ where: 'arms', problem: `two are taken, and there are ${names}; leave the others out` }];
}
