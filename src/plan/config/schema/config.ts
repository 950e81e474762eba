import type { z } from 'zod';
import { armName } from '../arm-name.js';
import type { ArmConfig, Config } from '../config.js';
import { byName, keysOf, listOf, text } from './leaves.js';
import { login, request, valuesByName } from './requests.js';
import { arm, command, database, launchShape, ready } from './server.js';

const nameOfArm = text(
  'the name of an arm',
  armName,
  (wrong) => `the name "${wrong}" must be 1 to 24 letters, digits, - or _`,
);

/** The shape of a config. What its keys say of each other is looked at in `checks`. */
export const configSchema: z.ZodType<Config> = keysOf<Config>('an object with start and requests', {
  ...launchShape,
  $schema: text('the address of a schema').optional(),
  name: text('a name of at most 60 characters, without a slash', /^(?=.*\S)[^/\\]{1,60}$/).optional(),
  start: command('node server.js'),
  ready: ready.optional(),
  database: database.optional(),
  arms: byName<string | ArmConfig>('arms by name, as in { before: "git:main", after: "." }', nameOfArm, arm).optional(),
  login: login.optional(),
  requests: listOf('a list of requests, as in ["GET /items"]', request),
  values: valuesByName.optional(),
});
