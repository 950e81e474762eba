import { describe, expect, it } from 'vitest';
import { judgeMachine } from '../../../../src/gate/judge-machine.js';
import type { MachineFacts } from '../../../../src/model/machine.js';
import { plainPaint } from '../../../../src/report/draw/paint.js';
import { fitnessReport } from '../../../../src/report/draw/terminal/fitness.js';
import { fitnessJson } from '../../../../src/report/export/json.js';
import { absent, fitMachine, found } from '../../../made-machine.js';

const text = (facts: typeof fitMachine) => fitnessReport(judgeMachine(facts), { paint: plainPaint, columns: 80 });

describe('the fitness of a machine', () => {
  it('is told check by check, with remedies, and summed up', () => {
    const facts = {
      ...fitMachine,
      cores: found([0]),
      turbo: absent('no turbo switch in /sys, as in most virtual machines'),
      openFiles: found(1024),
    };
    expect(text(facts)).toBe(`\
good     Node            v22.12.0
bad      cores           1, for servers, database and load generator together
                         -> measure on a machine with 3 or more cores, or give
                            this one more (docker: --cpuset-cpus)
good     CPU limit       no limit
good     other programs  2 % of a core, over 1.5 s
good     CPU pressure    1 % of the time some task waited for a core, over 1.5 s
good     CPU steal       0 % of a core, over 1.5 s
good     governor        performance
-        turbo           not measurable here: no turbo switch in /sys, as in
                         most virtual machines
good     taskset         /usr/bin/taskset
good     memory          8 GiB free
good     tmpfs           4 GiB free in /dev/shm
warn     open files      1024
                         -> ulimit -n 65536, in the shell that starts
                            lotus-bench
good     database        --db auto takes mongod 8.0.4 (/usr/bin/mongod)

Databases, in the order of --db auto (* it takes)
  MONGOMS_SYSTEM_BINARY          not set
* mongod on the PATH             mongod 8.0.4, /usr/bin/mongod
  mongodb-memory-server's cache  none
  bundled stand-in               embedded-mongo 7.0.0

This machine is not fit to measure: 1 bad, 1 warning, 1 not measurable here.
`);
  });

  it('of a fit one ends with one plain sentence', () => {
    expect(text(fitMachine).trimEnd().split('\n').at(-1)).toBe('This machine is fit to measure.');
  });

  it('shows a broken database as what --db auto takes', () => {
    const problem = { kind: 'failed', message: 'it is \u001b[31mother' } as const;
    const facts: MachineFacts = {
      ...fitMachine,
      databases: [{ place: 'MONGOMS_SYSTEM_BINARY', state: 'broken', path: '/bin/true', problem }],
    };
    expect(text(facts)).toContain('\n* MONGOMS_SYSTEM_BINARY          /bin/true is not a mongod: it is other\n');
  });

  it('as JSON has the facts, and null for what is absent', () => {
    const json = JSON.parse(fitnessJson(judgeMachine(fitMachine), '0.1.0'));
    expect(Object.keys(json)).toEqual(['schemaVersion', 'toolVersion', 'verdict', 'checks', 'facts']);
    expect(json.checks[0]).toEqual({ id: 'node', label: 'Node', verdict: 'good', finding: 'v22.12.0', remedy: null });
    expect(json.facts).toEqual(fitMachine);
  });
});
