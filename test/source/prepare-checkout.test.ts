import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GitSource } from '../../src/model/arm.js';
import { startWarden, type Warden } from '../../src/rig/guard/warden.js';
import { guardedCommands } from '../../src/run/sources/commands.js';
import { type Commands, SourceError } from '../../src/source/commands.js';
import { haveSameDependencies } from '../../src/source/git/dependencies.js';
import { ignoredSettings, repositoryAt, resolveCommit } from '../../src/source/git/repository.js';
import { ModuleCache } from '../../src/source/install/module-cache.js';
import { prepareCheckout } from '../../src/source/prepare-checkout.js';
import { leftOver } from '../rig/gone.js';
import { git, makeRepository, stateOf, write } from './scratch-repository.js';

let folder: string;
let warden: Warden;
let commands: Commands;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  warden = await startWarden();
  commands = guardedCommands(warden, new AbortController().signal);
});

afterAll(async () => {
  await warden.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Two versions of a package with one dependency, which lies in the package itself: nothing is fetched. */
function aPackage(): string {
  const manifest = {
    name: 'server',
    version: '1.0.0',
    scripts: { build: 'node build.js' },
    dependencies: { greeting: 'file:greeting' },
  };
  const lock = {
    ...{ name: 'server', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'server', version: '1.0.0', dependencies: { greeting: 'file:greeting' } },
      greeting: { version: '1.0.0' },
      'node_modules/greeting': { resolved: 'greeting', link: true },
    },
  };
  const common = {
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify(lock),
    'greeting/package.json': '{"name":"greeting","version":"1.0.0","main":"index.js"}',
    'greeting/index.js': 'module.exports = "hello";',
    'build.js':
      'require("node:fs").writeFileSync("built.txt", require("greeting") + " " + require("node:fs").readFileSync("version.txt", "utf8"));',
    '.gitignore': 'node_modules\nbuilt.txt\n.env\n',
  };
  return makeRepository(
    join(folder, `repository${++count}`),
    { ...common, 'version.txt': 'one' },
    { 'version.txt': 'two' },
  );
}

async function prepare(
  from: string,
  reference: string | undefined,
  carry: readonly string[] = [],
  more: Pick<GitSource, 'dependencies'> = {},
) {
  const target = join(folder, `checkout${++count}`);
  mkdirSync(target);
  const repository = await repositoryAt(commands, from);
  const commit = await resolveCommit(commands, repository, reference ?? 'HEAD');
  const named = reference === undefined ? {} : { reference };
  const source = { kind: 'git', repository: repository.folder, within: '', ...named, commit, carry, ...more } as const;
  const steps: string[] = [];
  const checkout = await prepareCheckout(commands, {
    ...{ source, folder: target, nodeVersion: process.version, env: process.env },
    cache: new ModuleCache(join(folder, 'cache')),
    onStep: (step) => steps.push(step),
  });
  return { target, facts: checkout.facts, sha256: checkout.sha256, steps };
}

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => (error instanceof SourceError ? error.problem : Promise.reject(error)),
  );

it('two references, installed, built, the second from the cache; the repository is as it was, dirty tree and all', async () => {
  const source = aPackage();
  write(source, { 'version.txt': 'dirty', '.env': 'SECRET=1' });
  const before = stateOf(source);
  const { target: first, facts } = await prepare(source, 'HEAD~1');
  const { target: second, facts: later } = await prepare(source, 'main', ['.env']);
  expect(readFileSync(join(first, 'built.txt'), 'utf8')).toBe('hello one');
  expect(readFileSync(join(second, 'built.txt'), 'utf8')).toBe('hello two');
  expect(facts).toEqual({
    ...{ commit: git(source, 'rev-parse', 'HEAD~1'), leftBehind: ['.env'] },
    ...{ packageManager: 'npm', lockSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ...{ dependencies: 'installed', build: 'npm run build' },
  });
  expect(later).toMatchObject({ dependencies: 'cached', leftBehind: [] });
  expect(readFileSync(join(second, '.env'), 'utf8')).toBe('SECRET=1');
  expect(stateOf(source)).toBe(before);
});

it('the code of one commit with the packages of another, or of the tree as it is', async () => {
  const source = aPackage();
  const inTree = (folderOfIt: string) => ({
    'package.json': readFileSync(join(source, 'package.json'), 'utf8').replace('file:greeting', `file:${folderOfIt}`),
    'package-lock.json': readFileSync(join(source, 'package-lock.json'), 'utf8').replaceAll(
      /file:greeting|(?<=")greeting(?=":\{"version)|(?<="resolved":")greeting/g,
      (found) => (found.startsWith('file:') ? `file:${folderOfIt}` : folderOfIt),
    ),
    [`${folderOfIt}/package.json`]: '{"name":"greeting","version":"1.0.0","main":"index.js"}',
    [`${folderOfIt}/index.js`]: `module.exports = "${folderOfIt}";`,
  });
  const [oldTree, newTree] = [inTree('politely'), inTree('warmly')];
  write(source, {
    ...oldTree,
    'warmly/package.json': newTree['warmly/package.json'] ?? '',
    'warmly/index.js': newTree['warmly/index.js'] ?? '',
    'version.txt': 'three',
  });
  git(source, 'add', '--all');
  git(source, 'commit', '--quiet', '--message', 'politely');
  const [code, packages] = ['HEAD', 'HEAD~1'].map((name) => git(source, 'rev-parse', name));
  const dependencies = { reference: 'main~1', commit: packages ?? '' };
  const { target } = await prepare(source, 'main', [], { dependencies });
  expect(readFileSync(join(target, 'built.txt'), 'utf8')).toBe('hello three');
  expect(git(source, 'rev-parse', 'HEAD')).toBe(code);

  write(source, newTree);
  const { target: asItIs } = await prepare(source, 'main', [], { dependencies: { commit: code ?? '' } });
  expect(readFileSync(join(asItIs, 'built.txt'), 'utf8')).toBe('warmly three');
});

it('which of two have the same packages is told by their manifests', async () => {
  const source = aPackage();
  const { folder: repository } = await repositoryAt(commands, source);
  const at = (reference: string | undefined, name = reference ?? 'HEAD'): GitSource => ({
    ...{ kind: 'git', repository, within: '', commit: git(source, 'rev-parse', name), carry: [] },
    ...(reference === undefined ? {} : { reference }),
  });
  expect(await haveSameDependencies(commands, at('main~1'), at('main'))).toBe(true);
  expect(await haveSameDependencies(commands, at('main'), at(undefined))).toBe(true);
  write(source, { 'package.json': '{}' });
  expect(await haveSameDependencies(commands, at('main'), at(undefined))).toBe(false);
});

it('the tree as it is: changed, new and deleted files, without what git ignores', async () => {
  const source = aPackage();
  write(source, { 'version.txt': 'dirty', 'more/new.txt': 'new', 'built.txt': 'stale' });
  git(source, 'rm', '--quiet', '--cached', 'greeting/index.js');
  write(source, { 'greeting/index.js': 'module.exports = "good day";' });
  const before = stateOf(source);
  const { target, facts, steps } = await prepare(source, undefined);
  expect(readFileSync(join(target, 'built.txt'), 'utf8')).toBe('good day dirty');
  expect(readFileSync(join(target, 'more', 'new.txt'), 'utf8')).toBe('new');
  expect(facts).toMatchObject({ commit: git(source, 'rev-parse', 'HEAD'), changedFiles: 4 });
  expect(steps).toEqual(['checkout', 'install', 'build']);
  expect(stateOf(source)).toBe(before);
});

it('a tag can be described in the checkout', async () => {
  const source = aPackage();
  git(source, 'tag', 'v1.0', 'HEAD~1');
  const { target } = await prepare(source, 'HEAD');
  expect(git(target, 'describe', '--tags')).toMatch(/^v1\.0-1-g/);
});

it('a reference that is not there is told with those that are', async () => {
  const source = aPackage();
  git(source, 'branch', 'feature');
  expect(await problemOf(prepare(source, 'feture'))).toEqual({
    ...{ kind: 'unknown-reference', reference: 'feture', shallow: false },
    known: ['feature', 'main'],
  });
});

it('a clone of depth 1 does not have the commit before, and says that it is shallow; what it has can be checked out', async () => {
  const shallow = join(folder, 'shallow');
  git(folder, 'clone', '--quiet', '--depth=1', `file://${aPackage()}`, shallow);
  expect(await problemOf(prepare(shallow, 'HEAD~1'))).toMatchObject({ kind: 'unknown-reference', shallow: true });
  const { target } = await prepare(shallow, 'HEAD');
  expect(readFileSync(join(target, 'built.txt'), 'utf8')).toBe('hello two');
});

it('a worktree of another repository, and a clone that borrows its objects, are repositories as well', async () => {
  const source = aPackage();
  const [worktree, borrower] = [join(folder, 'worktree'), join(folder, 'borrower')];
  git(source, 'worktree', 'add', '--quiet', '--detach', worktree, 'HEAD~1');
  git(folder, 'clone', '--quiet', '--shared', source, borrower);
  for (const [place, built] of [
    [worktree, 'hello one'],
    [borrower, 'hello two'],
  ] as const) {
    const { target } = await prepare(place, 'HEAD');
    expect(readFileSync(join(target, 'built.txt'), 'utf8')).toBe(built);
  }
});

it('submodules are filled', async () => {
  const inner = makeRepository(join(folder, 'inner'), { 'inner.txt': 'inside' });
  const source = aPackage();
  git(source, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
  git(source, 'commit', '--quiet', '--message', 'with a submodule');
  process.env.GIT_ALLOW_PROTOCOL = 'file';
  const { target } = await prepare(source, 'HEAD').finally(() => delete process.env.GIT_ALLOW_PROTOCOL);
  expect(readFileSync(join(target, 'inner', 'inner.txt'), 'utf8')).toBe('inside');
});

it('a build that fails is told with its command and its last lines', async () => {
  const source = aPackage();
  write(source, { 'build.js': 'console.error("no such module"); process.exit(7);' });
  git(source, 'commit', '--all', '--quiet', '--message', 'broken');
  const problem = await problemOf(prepare(source, 'HEAD'));
  expect(problem).toMatchObject({ kind: 'step-failed', step: 'build', command: 'npm run build', exitCode: 7 });
  expect(problem?.kind === 'step-failed' && problem.output.join()).toContain('no such module');
});

it('a file to carry that is not there is told before anything is made; ignored settings are known by name', async () => {
  const source = aPackage();
  expect(await problemOf(prepare(source, 'HEAD', ['.env']))).toEqual({
    kind: 'missing-file',
    file: '.env',
    folder: source,
  });
  write(source, { '.env': 'SECRET=1' });
  expect(await ignoredSettings(commands, source)).toEqual(['.env']);
});

it('a repository of somebody else is told as git sees it', async () => {
  const source = aPackage();
  // As git's own tests have it (t/t0033-safe-directory.sh).
  const strange = {
    GIT_TEST_ASSUME_DIFFERENT_OWNER: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
  const before = { ...process.env };
  Object.assign(process.env, strange);
  try {
    expect(await problemOf(repositoryAt(commands, source))).toEqual({ kind: 'foreign-owner', folder: source });
  } finally {
    process.env = before;
  }
});

it('a folder without a repository is told', async () => {
  const bare = mkdtempSync(join(folder, 'bare'));
  expect(await problemOf(repositoryAt(commands, bare))).toEqual({ kind: 'no-repository', folder: bare });
});

it('an interrupted command ends with all its children', async () => {
  const interrupt = new AbortController();
  const interrupted = guardedCommands(warden, interrupt.signal);
  const running = interrupted.run('sh', ['-c', 'sleep 600 & echo $! > pid; wait'], { folder });
  await expect.poll(() => existsSync(join(folder, 'pid')) && readFileSync(join(folder, 'pid'), 'utf8')).toMatch(/\d\n/);
  const pids = [Number(readFileSync(join(folder, 'pid'), 'utf8'))];
  interrupt.abort(new Error('stop'));
  await expect(running).rejects.toThrow('stop');
  expect(await leftOver({ pids })).toEqual([]);
});
