import type { z } from 'zod';
import { parseDurationMs } from '../../flags/duration.js';
import type { ArmConfig, Config } from '../config.js';
import { byName, either, keysOf, listOf, number, type Shape, text, variableValue, yesOrNo } from './leaves.js';
import { insteadOf } from './words.js';

/** What only a shell understands. */
const shellSign = /&&|\|\||[|&;<>`]|\$\w/;
const assignment = /^\s*([A-Za-z_]\w*)=/;

function whyNoCommand(wrong: string): string | undefined {
  const [, variable] = assignment.exec(wrong) ?? [];
  if (variable !== undefined) return `begins with the variable ${variable}; put it into env`;
  const [sign] = shellSign.exec(wrong) ?? [];
  if (sign === undefined) return undefined;
  const remedy = sign.startsWith('$') ? 'write {port} for the port' : 'give one program';
  return `is run without a shell, to which "${sign}" would belong; ${remedy}, or ["sh", "-c", "…"]`;
}

/** A command as one text, or as its words. */
export function command(example: string): z.ZodType<string | readonly string[]> {
  const wanted = `a command such as "${example}", or a list of its words`;
  const one = text(wanted, /^(?!\s*$)(?!\s*[A-Za-z_]\w*=)(?!.*[|&;<>`])(?!.*\$\w)/, whyNoCommand);
  return either(wanted, one, listOf('a list of words, the program first', text('a word', /^[\s\S]*$/)));
}

const variableName = text(
  'the name of a variable: letters, digits and _',
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  (wrong) => `"${wrong}" is not the name of a variable; use letters, digits and _, no digit first`,
);

const withinCode = /^(?!\/)(?![A-Za-z]:)(?!(.*\/)?\.\.(\/|$))(?=.*\S)/;

const node = text(
  'a version such as "24", or the path of a Node',
  /^v?\d+(\.\d+){0,2}$|[\\/]/,
  (wrong) => `"${wrong}" is neither a version such as "24" nor the path of a Node`,
);

const nodeArgument = text('a text, one argument', /^(?!--[\w-]+ )(?=.*\S)/, (wrong) => {
  const [name = '', value = ''] = wrong.split(/ (.*)/);
  return value === '' ? undefined : `"${wrong}" is two arguments in one; write "${name}=${value}"`;
});

/** What an arm may have of its own, and all may have in common. */
export const launchShape: Shape<Omit<ArmConfig, 'from'>> = {
  start: command('node server.js').optional(),
  workingDirectory: text(
    'a folder within the code, as in "packages/api"',
    withinCode,
    (wrong) => `"${wrong}" is not within the code; write it relative to its top, as in "packages/api"`,
  ).optional(),
  env: byName('variables by name, as in { LOG_LEVEL: "warn" }', variableName, variableValue).optional(),
  node: node.optional(),
  nodeArguments: listOf('a list of arguments, as in ["--max-old-space-size=256"]', nodeArgument).optional(),
  build: text('a command such as "npm run build"').optional(),
  carry: listOf(
    'a list of files, as in [".env"]',
    text('a file', withinCode, (wrong) => `"${wrong}" is not within your project; write it relative to its top`),
  ).optional(),
};

function whyNoSource(wrong: string): string | undefined {
  if (/^(https?|ssh|git):\/\/|^git@/.test(wrong))
    return `"${wrong}" is far away; clone it, and give the folder of the clone`;
  if (/^git:\s*$/.test(wrong)) return 'names no commit; write a branch, tag or commit, as in "git:main"';
  const [, scheme] = /^(\w\w+):/.exec(wrong) ?? [];
  if (scheme !== undefined && scheme !== 'git')
    return `"${scheme}:" is not known; write "git:${wrong.slice(scheme.length + 1)}" for a commit, or a folder`;
  if (/^git[: ]/.test(wrong)) return `${JSON.stringify(wrong)} has a space in it; write "git:" and one reference`;
  return undefined;
}

/** An arm: where its code comes from, and what it has of its own. */
const from = text(
  'where the code comes from: ".", "git:main", or a folder',
  /^(?=.*\S)(?!git[: ](.*\s.*)?$)(?!(?!git:)\w\w+:)(?!git:\/\/)(?!git@)/,
  whyNoSource,
);

export const arm = either<string, ArmConfig>(
  'where the code comes from (".", "git:main", a folder), or an object with what the arm has of its own',
  from,
  keysOf<ArmConfig>('an object', { ...launchShape, from: from.optional() }),
);

/** A path as it is asked for. */
export const requestPath = text('a path such as "/items"', /^\/[^\s#]*$/, (wrong) => {
  const [, afterHost] = /^https?:\/\/[^/]*(.*)$/.exec(wrong) ?? [];
  if (afterHost !== undefined) return `must be a path alone, each arm has its own address; write "${afterHost || '/'}"`;
  if (!wrong.startsWith('/')) return `must begin with "/", got "${wrong}"; write "/${wrong}"`;
  return `must hold no space and no "#", got "${wrong}"; write %20 or %23`;
});

export const status = number('a status from 100 to 599', { least: 100, most: 599, whole: true });

const timeout = text('a duration such as "30s" or "2m"', /^(?=.*[1-9])(\d+(\.\d+)?(ms|s|m|h))+$/, (wrong) =>
  parseDurationMs(wrong) === 0 ? `must be more than nothing, got "${wrong}"; write "30s"` : undefined,
);

type Ready = Exclude<NonNullable<Config['ready']>, string>;
export const ready = either<string, Ready>(
  'a path such as "/health", or an object with path, status and timeout',
  requestPath,
  keysOf<Ready>('an object', { path: requestPath, status: status.optional(), timeout: timeout.optional() }),
);

type Database = Exclude<NonNullable<Config['database']>, boolean>;
export const database = either<boolean, Database>(
  'true, or an object with variable and seed',
  yesOrNo(),
  keysOf<Database>('an object', {
    variable: variableName.optional(),
    seed: command('node seed.js').optional(),
  }),
);

/** What is wrong with a name that is not among those of a list of words. */
export function notAmong(wrong: string, known: readonly string[]): string {
  return `"${wrong}" is not one of ${known.join(', ')}; ${insteadOf(wrong, known)}`;
}
