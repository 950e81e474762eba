import { type Checked, type Mistake, unlessMistaken } from '../checked.js';
import { faultsBetween } from './checks.js';
import type { Config } from './config.js';
import { configSchema } from './schema/config.js';
import { type Fault, faultsOf, pathText } from './schema/mistakes.js';

/** A config that a file holds, or everything that is wrong with it; `file` is what the file is called in mistakes. */
export function checkConfig(value: unknown, file: string): Checked<Config> {
  const result = configSchema.safeParse(value);
  const mistakeOf = ({ path, problem }: Fault): Mistake => {
    const at = pathText(path);
    return { where: at === '' ? file : `${file}: ${at}`, problem };
  };
  const faults = result.success ? faultsBetween(result.data) : result.error.issues.flatMap((issue) => faultsOf(issue));
  return unlessMistaken(faults.map(mistakeOf), () => result.data as Config);
}
