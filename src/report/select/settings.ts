import type { Arm } from '../../model/arm.js';
import type { Switches } from '../../model/scenario.js';

/** One setting in which the arms differ; a value is absent in an arm that does not have it. */
export interface SettingRow {
  readonly kind: 'switch' | 'setting' | 'variable' | 'arguments';
  /** Of the switch or variable. */
  readonly name: string;
  readonly values: readonly (string | undefined)[];
}

/** What sets the arms apart. */
export interface SelectedSettings {
  readonly armNames: readonly string[];
  /** Only what differs. */
  readonly rows: readonly SettingRow[];
  /** How many settings are the same in every arm. */
  readonly alike: number;
}

/**
 * Where one switch stands in a setting: in `before,health-cache=after` health-cache is `after`, all others `before`.
 */
function positionIn(setting: string, name: string): string {
  const [base = '', ...turns] = setting.split(',').map((part) => part.trim());
  const turn = turns.findLast((each) => each.startsWith(`${name}=`));
  return turn === undefined ? base : turn.slice(name.length + 1);
}

/** What tells arms apart. */
type Shown = Pick<Arm, 'name' | 'setting' | 'env' | 'nodeArguments'>;

/** Every optimization in which the arms differ; for a server without switches, the settings' own words. */
export function settingsOf(arms: readonly Shown[], switches: Switches | undefined): SelectedSettings {
  const rowOf = (kind: SettingRow['kind'], name: string, read: (arm: Shown) => string | undefined): SettingRow => ({
    ...{ kind, name, values: arms.map(read) },
  });
  const variables = [...new Set(arms.flatMap(({ env }) => Object.keys(env)))].filter((name) => name !== switches?.env);
  const all = [
    ...(switches
      ? switches.names.map((name) => rowOf('switch', name, ({ setting = '' }) => positionIn(setting, name)))
      : [rowOf('setting', '', ({ setting }) => setting)]),
    ...variables.map((name) => rowOf('variable', name, ({ env }) => env[name])),
    ...(arms.some(({ nodeArguments }) => nodeArguments.length > 0)
      ? [rowOf('arguments', '', ({ nodeArguments }) => nodeArguments.join(' ') || undefined)]
      : []),
  ];
  const rows = all.filter(({ values }) => new Set(values).size > 1);
  return { armNames: arms.map(({ name }) => name), rows, alike: all.length - rows.length };
}
