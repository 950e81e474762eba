import type { Arm } from '../../model/arm.js';
import type { Scenario, Switches } from '../../model/scenario.js';
import { type Checked, type Mistake, unlessMistaken } from '../checked.js';
import { armName } from '../config/arm-name.js';
import type { CompareOptions } from '../flags/compare-flags.js';
import { nearest } from '../flags/nearest.js';

/** What is wrong with a setting such as `before,health-cache=after`; with any, for a server that has no switches. */
export function mistakesInSetting(where: string, setting: string, { name, switches }: Scenario): Mistake[] {
  if (!switches) return [{ where, problem: `the server of ${name} has no settings to choose from; leave this out` }];
  const [base = '', ...turns] = setting.split(',').map((part) => part.trim());
  const mistakes: Mistake[] = [];
  const checkValue = (value: string) => {
    if (switches.settings.includes(value)) return;
    const meant = nearest(value, switches.settings);
    mistakes.push({
      where,
      problem: `"${value}" is not one of ${switches.settings.join(', ')}; did you mean ${meant}?`,
    });
  };
  checkValue(base);
  for (const turn of turns) {
    const [name = '', value = ''] = turn.split('=');
    if (!switches.names.includes(name)) {
      mistakes.push({
        where,
        problem: `no optimization is named "${name}"; did you mean ${nearest(name, switches.names)}?`,
      });
    }
    checkValue(value);
  }
  return mistakes;
}

/** The setting of an arm that nobody gave one: `first` for the reference, `last` for what is held against it. */
export function defaultSetting(switches: Switches | undefined, which: 'first' | 'last'): string | undefined {
  return switches?.settings.at(which === 'first' ? 0 : -1);
}

/** What sets an arm apart. */
interface Wanted {
  readonly name: string;
  readonly setting: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** An arm of a scenario: its setting goes into the variable that the server reads its switches from. */
export function armOf({ name, setting, env }: Wanted, { launch, switches }: Scenario): Arm {
  if (setting === undefined || !switches) return { ...launch, name, env };
  return { ...launch, name, setting, env: { [switches.env]: setting, ...env } };
}

/** `default`, or `mine:before,health-cache=after` with a name of its own. */
function readArm(text: string): Wanted {
  const colon = text.indexOf(':');
  const [name, setting] = colon < 0 ? [text, text] : [text.slice(0, colon), text.slice(colon + 1)];
  return { name, setting, env: {} };
}

/** The arms that the options ask for, the reference first. */
export function makeArms(
  options: Pick<CompareOptions, 'before' | 'beforeEnv' | 'after' | 'afterEnv' | 'arm'>,
  scenario: Scenario,
): Checked<readonly Arm[]> {
  const { switches } = scenario;
  const wanted = [
    { where: '--before', name: 'before', setting: options.before, env: options.beforeEnv },
    { where: '--after', name: 'after', setting: options.after, env: options.afterEnv },
    ...options.arm.map((text) => ({ where: '--arm', ...readArm(text) })),
  ];
  const mistakes = wanted.flatMap(({ where, setting }) =>
    setting === undefined ? [] : mistakesInSetting(where, setting, scenario),
  );
  for (const [index, { where, name }] of wanted.entries()) {
    if (!armName.test(name)) {
      mistakes.push({
        where,
        problem: `the name "${name}" must be 1 to 24 letters, digits, - or _; write NAME:SETTING`,
      });
    } else if (wanted.findIndex((other) => other.name === name) !== index) {
      mistakes.push({ where, problem: `two arms are named "${name}"; give one another name, as in ${name}2:SETTING` });
    }
  }
  return unlessMistaken(mistakes, () =>
    wanted.map((arm, index) => {
      const setting = arm.setting ?? defaultSetting(switches, index === 0 ? 'first' : 'last');
      return armOf({ ...arm, setting }, scenario);
    }),
  );
}
