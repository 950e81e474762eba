import { Int32 } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isNumber, toJsNumber } from '../../mongo-language/values/values.js';
import { generic } from './arguments.js';
import type { Command } from './context.js';

/** Parameters that clients read, and what they are here. */
const fixed: Readonly<Record<string, unknown>> = {
  featureCompatibilityVersion: { version: '7.0' },
  enableTestCommands: false,
  internalQueryMaxScansToExplode: new Int32(200),
};

const namesIn = (command: object) =>
  Object.keys(command)
    .slice(1)
    .filter((name) => !generic.has(name));

const getParameter: Command = ({ state }, command) => {
  const all: Record<string, unknown> = { ...fixed, ttlMonitorSleepSecs: new Int32(state.ttl.sleepSeconds) };
  const wanted = command.getParameter === '*' ? Object.keys(all) : namesIn(command);
  const found = wanted.filter((name) => Object.hasOwn(all, name));
  if (found.length === 0) throw new MongoError(72, 'no option found to get');
  return { ...Object.fromEntries(found.map((name) => [name, all[name]])), ok: 1 };
};

const setParameter: Command = ({ state }, command) => {
  const [name, ...others] = namesIn(command);
  if (name === undefined) throw new MongoError(72, 'no option found to set, use help:true to see options ');
  if (name !== 'ttlMonitorSleepSecs' || others.length > 0) throw notSupported(`the parameter ${name}`, 'setParameter');
  const value = command[name];
  const seconds = isNumber(value) ? toJsNumber(value) : Number.NaN;
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new MongoError(2, `ttlMonitorSleepSecs must be greater than 0, got ${String(value)}`);
  const was = new Int32(state.ttl.sleepSeconds);
  state.ttl.sleepSeconds = seconds;
  return { was, ok: 1 };
};

export const parameterCommands: Readonly<Record<string, Command>> = { getParameter, setParameter };
