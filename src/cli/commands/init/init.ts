import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initFlags } from '../../../plan/flags/init-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { configText, foundTexts } from '../../../report/words/init.js';
import { lookAtProject } from '../../../run/sources/project.js';
import type { Io } from '../../edge/io.js';
import { badUsage, orBadUsage, UserError } from '../../edge/user-error.js';
import { configNames } from '../../job/config-file.js';

const written = 'lotus-bench.config.mjs';

/** `lotus-bench init`: writes a config for the project in the folder. Throws UserError where there is one already. */
export function init(given: Given, io: Io): void {
  const { force } = orBadUsage(readFlags(initFlags, given));
  const there = configNames.filter((name) => existsSync(join(io.cwd, name)));
  if (there.length > 0 && !(force && there.every((name) => name === written))) {
    const problem = force ? `remove ${there.join(' and ')} first` : 'change it, or write over it with --force';
    throw badUsage([{ where: there.join(', '), problem: `is there already; ${problem}` }]);
  }
  const facts = lookAtProject(io.cwd);
  try {
    writeFileSync(join(io.cwd, written), configText(facts));
  } catch (error) {
    throw new UserError(
      `${written}: cannot be written (${(error as NodeJS.ErrnoException).code}); is this folder yours?`,
    );
  }
  io.stdout.write(
    `${foundTexts(facts).join('\n')}\nwrote ${written}; look it over, then: npx lotus-bench compare --profile quick\n`,
  );
}
