import type { Arm } from '../model/plan.js';
import type { Switches } from '../model/scenario.js';
import { plainText } from './plain-text.js';

/** What sets the arms apart: a heading row with the arms' names, and a row per optimization, variable or argument. */
export interface SettingsTable {
  readonly armNames: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly string[]; readonly differs: boolean }[];
}

/** Where one switch stands in a setting: in `before,health-cache=after` health-cache is `after`, all others `before`. */
function positionIn(setting: string, name: string): string {
  const [base = '', ...turns] = setting.split(',').map((part) => part.trim());
  const turn = turns.findLast((each) => each.startsWith(`${name}=`));
  return turn === undefined ? base : turn.slice(name.length + 1);
}

function rowOf(name: string, values: readonly string[]) {
  return { name, values: values.map(plainText), differs: new Set(values).size > 1 };
}

/** Every optimization as each arm had it; for a server without switches, the settings' own words. */
export function settingsOf(arms: readonly Arm[], switches: Switches | undefined): SettingsTable {
  const switchRows = switches
    ? switches.names.map((name) =>
        rowOf(
          name,
          arms.map(({ setting }) => positionIn(setting, name)),
        ),
      )
    : [
        rowOf(
          'setting',
          arms.map(({ setting }) => setting),
        ),
      ];
  const variables = [...new Set(arms.flatMap(({ env }) => Object.keys(env)))].filter((name) => name !== switches?.env);
  const variableRows = variables.map((name) =>
    rowOf(
      name,
      arms.map(({ env }) => env[name] ?? '(not set)'),
    ),
  );
  const hasArguments = arms.some(({ nodeArguments }) => nodeArguments.length > 0);
  const argumentRows = hasArguments
    ? [
        rowOf(
          'node arguments',
          arms.map(({ nodeArguments }) => nodeArguments.join(' ') || '(none)'),
        ),
      ]
    : [];
  return { armNames: arms.map(({ name }) => name), rows: [...switchRows, ...variableRows, ...argumentRows] };
}
