// `npm run test:node -- 24`: the tests on another Node, whose binary comes as a package from the npm registry.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = '', ...files] = process.argv.slice(2);
if (!/^\d+$/.test(major)) {
  console.error('test:node: name a version of Node, as in npm run test:node -- 24');
  process.exit(2);
}

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const packageName = `node-${process.platform}-${process.arch}`;
const folder = mkdtempSync(join(tmpdir(), 'lotus-node-'));
const run = (program, args, env = process.env) => spawnSync(program, args, { stdio: 'inherit', env }).status ?? 1;
try {
  process.exitCode = run('npm', ['install', '--silent', '--no-save', '--prefix', folder, `${packageName}@${major}`]);
  if (process.exitCode === 0) {
    const bin = join(folder, 'node_modules', packageName, 'bin');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    run(join(bin, 'node'), ['--version'], env);
    process.exitCode = run(join(bin, 'node'), [vitest, 'run', ...files], env);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
