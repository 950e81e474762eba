import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/model/record.js';
import { leftOver } from '../rig/gone.js';
import { git, makeRepository, stateOf, write } from '../source/scratch-repository.js';
import { descendantsOf } from './descendants.js';
import { startIn } from './lotus-bench.js';

// A server that is not the bench's, compared by flags alone: in a folder, and by references of its repository.

let folder: string;
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `GET /slow` does `units` of work, anything else one; a server of the second kind needs a file that git ignores. */
const serverWith = (units: number, setting = '') => `
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const work = (units) => { let sum = 0; for (let i = 0; i < units * 100000; i++) sum = (sum * 31 + i) | 0; return sum; };
${setting}
createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end('worked ' + typeof work(request.url === '/slow' ? ${units} : 1));
}).listen(process.env.PORT);
`;

function repository(...versions: readonly string[]): string {
  const common = { '.gitignore': '.env\n' };
  return makeRepository(
    join(folder, `repository${++count}`),
    ...versions.map((text, i) => ({ 'server.js': text, ...(i === 0 ? common : {}) })),
  );
}

const flags = ['compare', '--start', 'node server.js', '--get', '/slow', '--get', '/quick', '--profile', 'quick'];
const out = () => join(folder, `run${count}`);
const recordNow = (): RunRecord => JSON.parse(readFileSync(join(out(), 'record.json'), 'utf8'));
const run = (cwd: string, ...more: readonly string[]) => startIn(cwd, [...flags, '--out', out(), ...more]).ended;

describe('two commits of a server', () => {
  it('the later does three times the work in one route: regressed, the route named, nothing left in the repository', async () => {
    const server = repository(serverWith(5), serverWith(15));
    write(server, { 'server.js': 'not even JavaScript', 'new.txt': 'new' });
    const before = stateOf(server);
    const given = ['--before', 'git:HEAD~1', '--after', 'git:main', '--gate'];
    const { code, stdout, stderr } = await run(server, ...given);
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stdout).toMatch(/^Regressed: after/);
    expect(stdout).toMatch(/GET \/slow .*✗/);
    const [earlier, later] = ['HEAD~1', 'HEAD'].map((name) => git(server, 'rev-parse', name));
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `before (git HEAD~1 at ${earlier?.slice(0, 10)}), after (git main at ${later?.slice(0, 10)})`,
    );
    const { sources = [], plan } = recordNow();
    expect(sources.map(({ armName, checkout }) => [armName, checkout?.commit, checkout?.dependencies])).toEqual([
      ['before', earlier, 'none'],
      ['after', later, 'none'],
    ]);
    expect(plan.database).toBeUndefined();
    const told = "npx lotus-bench compare --start 'node server.js' --get /slow --get /quick --before 'git:HEAD~1'";
    expect(readFileSync(join(out(), 'report.md'), 'utf8')).toContain(told);
    expect(stateOf(server)).toBe(before);
  });

  it('one that needs what git ignores: its failure names the file and the flag', async () => {
    const needy = serverWith(1, "readFileSync('.env');");
    const server = repository(needy, needy);
    write(server, { '.env': 'SECRET=1' });
    const failed = await run(server, '--before', 'git:HEAD~1', '--after', '.');
    expect(failed.code).toBe(4);
    expect(failed.stdout.replace(/\s+/g, ' ')).toContain(
      'git ignores .env, so the checkout of before lacks it; if the server needs it, add --carry .env',
    );
  });

  it('killed while it measures: no process, no temporary folder, no trace in the repository', async () => {
    const server = repository(serverWith(1), serverWith(1));
    const before = stateOf(server);
    const temporary = join(folder, `tmp${count}`);
    mkdirSync(temporary);
    const given = [...flags, '--out', out(), '--before', 'git:HEAD~1', '--after', 'git:HEAD'];
    const bench = startIn(server, given, { TMPDIR: temporary });
    await bench.said('round 1 of at most');
    const pids = descendantsOf(bench.child.pid ?? 0);
    bench.child.kill('SIGKILL');
    await bench.ended;
    expect(await leftOver({ pids })).toEqual([]);
    await expect.poll(() => readdirSync(temporary), { timeout: 60_000 }).toEqual([]);
    expect(stateOf(server)).toBe(before);
  });
});

describe('what is wrong with it', () => {
  it.each<[string, string[], string[]]>([
    [
      'references that are not there, and a Node that is not',
      ['--before', 'git:man', '--after', 'git:v9', '--node', '7'],
      [
        expect.stringMatching(/^--node: no Node "7" was found \(there is v[\d., v]+\); install it, or give its path$/),
        '--before: git knows no commit "man"; there is main',
        '--after: git knows no commit "v9"; there is main',
      ],
    ],
    ['a folder that is not there', ['--after', 'nowhere'], [expect.stringMatching(/^--after: there is no folder /)]],
    ['a scenario beside it', ['health'], [expect.stringMatching(/^health: --start names a server of your own/)]],
    [
      'a file to carry',
      ['--before', 'git:main', '--carry', '.env'],
      [expect.stringMatching(/^--carry: there is no file/)],
    ],
    [
      'a recording that is not there beside paths to ask for',
      ['--har', 'shop.har'],
      [expect.stringMatching(/^--har: the requests are those of the recording; leave out --get$/)],
    ],
    [
      'how a recording is read, and none',
      ['--keep-writes', '--keep-headers', 'cookie'],
      [
        expect.stringMatching(
          /^--keep-headers: it is of the headers of a recording; name one with --har, or leave this out$/,
        ),
        expect.stringMatching(/^--keep-writes: it is of what a recording changes; /),
      ],
    ],
  ])('%s: every line names its flag, before anything is started', async (_, given, wanted) => {
    const server = repository(serverWith(1));
    const { code, stdout, stderr } = await run(server, ...given);
    expect([code, stdout]).toEqual([2, '']);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.replace('lotus-bench: ', '')),
    ).toEqual(wanted);
  });

  it('a shell’s signs, nothing to ask for, or no server at all', async () => {
    const server = repository(serverWith(1));
    const lines = async (...given: readonly string[]) => (await startIn(server, ['compare', ...given]).ended).stderr;
    expect(await lines('--start', 'cd x && node server.js')).toBe(
      'lotus-bench: --get: nothing to ask for; name a path: --get /\n' +
        `lotus-bench: --start: "&" is for a shell, and none is used; put it into a script, or write sh -c '…'\n`,
    );
    expect(await lines('--get', '/', '--carry', '.env')).toBe(
      'lotus-bench: --get: it tells of a server of your own; name its command with --start, or leave this out\n' +
        'lotus-bench: --carry: it tells of a server of your own; name its command with --start, or leave this out\n',
    );
  });
});
