import { describe, expect, it } from 'vitest';
import { run } from '../../lotus-bench.js';

describe('doctor', () => {
  it('tells every check in text, and the databases', async () => {
    const { code, stdout, stderr } = await run(['doctor']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^good {5}Node {12}v\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^. bundled stand-in {15}embedded-mongo \d+\.\d+\.\d+$/m);
    // How busy the machine is just now is not ours to say; that the code follows the words is.
    expect(code).toBe(stdout.includes('This machine is not fit to measure') ? 4 : 0);
  });

  it('exits with 4 when something is bad, and says what as JSON', async () => {
    const { code, stdout } = await run(['doctor', '--json'], { MONGOMS_SYSTEM_BINARY: '/nowhere/mongod' });
    const { verdict, checks, facts } = JSON.parse(stdout);
    expect([code, verdict]).toEqual([4, 'bad']);
    expect(checks.map(({ id }: { id: string }) => id)).toEqual([
      ...['node', 'cores', 'cpu-limit', 'foreign-cpu', 'pressure', 'steal', 'governor', 'turbo', 'taskset'],
      ...['memory', 'tmpfs', 'open-files', 'database'],
    ]);
    expect(checks.at(-1)).toEqual({
      id: 'database',
      label: 'database',
      verdict: 'bad',
      finding: '--db auto takes /nowhere/mongod (MONGOMS_SYSTEM_BINARY), which is not a mongod: there is no such file',
      remedy: 'point MONGOMS_SYSTEM_BINARY at a mongod, or unset it',
    });
    expect(facts.nodeVersion).toBe(process.version);
  });

  it('explains its exit codes', async () => {
    const { code, stdout } = await run(['doctor', '--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Exit codes: 0 nothing is bad')]);
    expect(stdout).toContain('Examples:');
  });
});
