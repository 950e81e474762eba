import type { Arm } from '../model/arm.js';
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

/** What tells arms apart. */
type Shown = Pick<Arm, 'name' | 'setting' | 'env' | 'nodeArguments'>;

function rowOf(name: string, values: readonly string[]) {
  return { name, values: values.map(plainText), differs: new Set(values).size > 1 };
}

/** A row of what each arm has of one thing, where any has it. */
function rowWhereAny(
  name: string,
  arms: readonly Shown[],
  textOf: (arm: Shown) => string | undefined,
  none = '(none)',
): SettingsTable['rows'] {
  const texts = arms.map(textOf);
  return texts.every((text) => text === undefined)
    ? []
    : [
        rowOf(
          name,
          texts.map((text) => text ?? none),
        ),
      ];
}

/** Every optimization as each arm had it, and what else sets the arms apart. */
export function settingsOf(arms: readonly Shown[], switches: Switches | undefined): SettingsTable {
  const switchRows = switches
    ? switches.names.flatMap((name) => rowWhereAny(name, arms, ({ setting = '' }) => positionIn(setting, name)))
    : rowWhereAny('setting', arms, ({ setting }) => setting);
  const variables = [...new Set(arms.flatMap(({ env }) => Object.keys(env)))].filter((name) => name !== switches?.env);
  const variableRows = variables.flatMap((name) => rowWhereAny(name, arms, ({ env }) => env[name], '(not set)'));
  const argumentRows = rowWhereAny('node arguments', arms, ({ nodeArguments }) => nodeArguments.join(' ') || undefined);
  return { armNames: arms.map(({ name }) => name), rows: [...switchRows, ...variableRows, ...argumentRows] };
}
