import type { Config } from './config.js';

export type { ArmConfig, Config, RequestConfig, ValuesConfig } from './config.js';

/** Gives a config its type, so that an editor completes and checks it: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}
