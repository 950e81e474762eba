import type { Arm } from '../../model/plan.js';
import type { Scenario, Switches } from '../../model/scenario.js';
import type { CompareOptions } from '../flags/compare-options.js';
import type { Mistake } from '../flags/mistake.js';
import { nearest } from '../flags/nearest.js';

/** What is wrong with a setting such as `before,health-cache=after`. */
export function mistakesInSetting(where: string, setting: string, switches: Switches): Mistake[] {
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

/** `default`, or `mine:before,health-cache=after` with a name of its own. */
function readArm(text: string): { name: string; setting: string } {
  const colon = text.indexOf(':');
  return colon < 0 ? { name: text, setting: text } : { name: text.slice(0, colon), setting: text.slice(colon + 1) };
}

/** An arm of a scenario: its setting goes into the variable that the server reads its switches from. */
export function armOf({ name, setting, env }: Pick<Arm, 'name' | 'setting' | 'env'>, { switches }: Scenario): Arm {
  return { name, setting, env: { ...(switches ? { [switches.env]: setting } : {}), ...env }, nodeArguments: [] };
}

/** The arms that the options ask for, the reference first, and what is wrong with them. */
export function makeArms(options: CompareOptions, scenario: Scenario): { arms: Arm[]; mistakes: Mistake[] } {
  const wanted = [
    { where: '--before', name: 'before', setting: options.before, env: options.beforeEnv },
    { where: '--after', name: 'after', setting: options.after, env: options.afterEnv },
    ...options.arm.map((text) => ({ where: '--arm', ...readArm(text), env: {} })),
  ];
  const mistakes = wanted.flatMap(({ where, setting }) =>
    scenario.switches ? mistakesInSetting(where, setting, scenario.switches) : [],
  );
  for (const [index, { where, name }] of wanted.entries()) {
    if (!/^[A-Za-z0-9_-]{1,24}$/.test(name)) {
      mistakes.push({
        where,
        problem: `the name "${name}" must be 1 to 24 letters, digits, - or _; write NAME:SETTING`,
      });
    } else if (wanted.findIndex((other) => other.name === name) !== index) {
      mistakes.push({ where, problem: `two arms are named "${name}"; give one another name, as in ${name}2:SETTING` });
    }
  }
  return { arms: wanted.map((arm) => armOf(arm, scenario)), mistakes };
}
