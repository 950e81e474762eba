import { describe, expect, it } from 'vitest';
import type { Failure, NotReadyCause, WrongAnswersCause } from '../../../src/model/failure.js';
import type { RequestFault } from '../../../src/model/request-failure.js';
import type { RunEnd } from '../../../src/model/run-end.js';
import type { ResumeFault, SetupFault, StoreFault } from '../../../src/model/setup-fault.js';
import { failureText } from '../../../src/report/words/failures.js';
import { recordWarningText, redoneText } from '../../../src/report/words/rounds.js';
import { endText } from '../../../src/report/words/run-end.js';
import { resumeFaultText, setupFaultText, storeFaultText } from '../../../src/report/words/setup-faults.js';

const request = { className: 'list', method: 'GET', path: '/videos' };
const first = { request, fault: { kind: 'status', expected: 200, got: 500 } } as const;
const exited = { kind: 'exited', code: 1 } as const;

const notReady = (cause: NotReadyCause): Failure => ({ kind: 'not-ready', cause });
const late = (...listeners: Extract<NotReadyCause, { kind: 'late' }>['listeners']) =>
  notReady({ kind: 'late', afterMs: 20_000, path: '/health', expectedStatus: 200, listeners });
const wrong = (cause: WrongAnswersCause): Failure => ({ kind: 'wrong-answers', cause });
const failed = (fault: RequestFault): Failure => wrong({ kind: 'no-answer', first: { request, fault } });
const differs = { kind: 'differs', className: 'list', path: '/videos', referenceName: 'before' } as const;
const silent = (cause: Extract<Failure, { kind: 'server-silent' }>['cause']): Failure => ({
  ...{ kind: 'server-silent', pid: 41, cause },
});
const database = (cause: Extract<Failure, { kind: 'database-died' }>['cause']): Failure => ({
  ...{ kind: 'database-died', source: 'mongodb://there/', cause },
});

describe('a failure is told in one line', () => {
  it.each<[string, Failure]>([
    ['/bin/x cannot be started: EACCES', notReady({ kind: 'cannot-start', program: '/bin/x', message: 'EACCES' })],
    ['the after server exited with code 1 before it was ready', notReady({ kind: 'ended', end: exited })],
    [
      'the after server speaks HTTPS on port 1, which lotus-bench does not: have it serve plain HTTP while it is measured',
      notReady({ kind: 'https', port: 1 }),
    ],
    [
      'the after server listens on the socket file /tmp/s and on no port: have it listen on the port in PORT, or write {port} where it takes one',
      notReady({ kind: 'socket-file', path: '/tmp/s' }),
    ],
    [
      'the after server listens on port 8000, but is not the Node that its command begins with: name the program itself, as in --start "python3 server.py"',
      notReady({ kind: 'unheard', port: 8000 }),
    ],
    [
      'the after server listens on port 8000, not on 4001 as it was told, and two of it cannot do so at once: have it take PORT, or write {port} into its command',
      notReady({ kind: 'own-port', port: 8000, givenPort: 4001 }),
    ],
    ['the after server was not ready after 20 s: it never listened on a port', late()],
    ['the after server was not ready after 20 s: GET /health got no answer', late({ port: 1, got: 'none' })],
    [
      'the after server was not ready after 20 s: GET /health answered 503 instead of 200 on port 1, got no answer (ECONNRESET) on port 2',
      late({ port: 1, got: { status: 503 } }, { port: 2, got: { errorCode: 'ECONNRESET' } }),
    ],
    ['the after server ended by SIGKILL', { kind: 'server-died', end: { kind: 'killed', signal: 'SIGKILL' } }],
    [
      'the after server ended (process 7), though what started it still runs',
      { kind: 'server-died', end: { kind: 'unseen', pid: 7 } },
    ],
    [
      'the after server runs (process 41), but cannot be asked: its report channel was closed',
      silent({ kind: 'channel-closed' }),
    ],
    [
      'the after server runs (process 41), but cannot be asked: it did not answer within 30 s',
      silent({ kind: 'no-answer', withinMs: 30_000 }),
    ],
    [
      '12 of 400 requests failed; the first: list (GET /videos): expected status 200, got 500',
      wrong({ kind: 'failed-requests', failureCount: 12, requestCount: 400, first }),
    ],
    [
      '12 of 400 requests failed; the first: no example was kept',
      wrong({ kind: 'failed-requests', failureCount: 12, requestCount: 400 }),
    ],
    [
      'the server refused or broke 100 connections; the first: the connection failed: other side closed',
      wrong({
        kind: 'broken-connections',
        count: 100,
        first: { fault: { kind: 'connection-failed', message: 'other side closed' } },
      }),
    ],
    [
      'the after server answers list (/videos) differently: another body of the same length (where that is no fault: varies: true)',
      wrong({ ...differs, difference: { kind: 'body' } }),
    ],
    [
      'the after server answers list (/videos) differently: status 500, before has 200',
      wrong({ ...differs, difference: { kind: 'status', got: 500, expected: 200 } }),
    ],
    [
      'the after server answers list (/videos) differently: 90 bytes, before has 100 (where that is no fault: varies: true)',
      wrong({ ...differs, difference: { kind: 'bodyBytes', got: 90, expected: 100 } }),
    ],
    [
      'the after server answers list (/videos) differently: items[3].price: 12 → 13; at: 1 → 2, the time of the request; ' +
        `items[4]: {"id":4} → none (where that is no fault: varies: ['items[].price', 'at', 'items[]'])`,
      wrong({
        ...differs,
        difference: {
          kind: 'parts',
          parts: [
            { part: { kind: 'field', path: 'items[3].price' }, expected: '12', got: '13' },
            { part: { kind: 'field', path: 'at' }, expected: '1', got: '2', looksLike: 'now' },
            { part: { kind: 'field', path: 'items[4]' }, expected: '{"id":4}' },
          ],
          more: 0,
        },
      }),
    ],
    [
      'the after server answers list (/videos) differently: header location: "/a" → "/b"; line 2: "\\u001b[31mred" → "red"; ' +
        'and 3 more (where that is no fault: varies: true)',
      wrong({
        ...differs,
        difference: {
          kind: 'parts',
          parts: [
            { part: { kind: 'header', name: 'location' }, expected: '/a', got: '/b' },
            { part: { kind: 'line', number: 2 }, expected: '\u001b[31mred', got: 'red' },
          ],
          more: 3,
        },
      }),
    ],
    ['list (GET /videos): expected 100 bytes, got 5', failed({ kind: 'length', expected: 100, got: 5 })],
    ['list (GET /videos): the body lacks hello', failed({ kind: 'lacks', text: 'hello' })],
    ['list (GET /videos): the body ended after 5 bytes', failed({ kind: 'cut-off', bytes: 5 })],
    ['list (GET /videos): no answer within 1000 ms', failed({ kind: 'no-answer', withinMs: 1000 })],
    ['list (GET /videos): the connection was refused', failed({ kind: 'refused' })],
    ['list (GET /videos): the connection was reset', failed({ kind: 'reset' })],
    ['list (GET /videos): the connection was closed without an answer', failed({ kind: 'closed' })],
    ['no answer in 501 ms', { kind: 'no-responses', afterMs: 500.6 }],
    ['the load generator used 81 % of a core', { kind: 'generator-saturated', cpuShare: 0.81 }],
    [
      '391 of 400 planned requests were sent',
      { kind: 'generator-late', cause: { kind: 'not-sent', sentCount: 391, plannedCount: 400 } },
    ],
    ['3 % of the requests were sent late', { kind: 'generator-late', cause: { kind: 'sent-late', lateShare: 0.03 } }],
    [
      'the load generator has no file descriptor left',
      { kind: 'generator-out-of-resources', resource: 'own-descriptors' },
    ],
    ['the database (mongodb://there/) exited with code 1', database({ kind: 'ended', end: exited })],
    [
      'the database (mongodb://there/) does not answer: no answer within 20 s',
      database({ kind: 'no-answer', withinMs: 20_000 }),
    ],
    [
      'the database (mongodb://there/) does not answer: ECONNRESET',
      database({ kind: 'broken', message: 'ECONNRESET' }),
    ],
    ['the process that carries the links exited with code 1', { kind: 'link-died', end: exited }],
    ['seeding the database failed: no disk', { kind: 'seeding-failed', cause: { kind: 'error', message: 'no disk' } }],
  ])('%s', (text, failure) => {
    expect(failureText(failure, 'after')).toBe(text);
  });
});

describe('what a record of schema 1 tells in words is told as it is', () => {
  it('a failure, a round that was redone, the end and its warnings', () => {
    const told = { kind: 'told', text: 'it broke' } as const;
    expect([
      failureText({ kind: 'server-died', told: 'it broke' }),
      failureText({ kind: 'wrong-answers', cause: { kind: 'no-answer', first: { fault: told } } }),
      redoneText(told),
      endText({ state: 'complete', reason: told }),
      recordWarningText(told),
    ]).toEqual(Array(5).fill('it broke'));
    expect(
      recordWarningText({ kind: 'not-judged', schemaVersion: 1, judgedBy: ['startupMs', 'rssBytes'], looks: [5, 8] }),
    ).toMatch(/^this record is of schema 1: .* by startupMs, rssBytes, .* after 5, 8 rounds; /);
    expect(recordWarningText({ kind: 'older-facts', schemaVersion: 1 })).toMatch(/^schema 1 had no turns, /);
  });
});

describe('the end of a run is told in one line', () => {
  const gaveUp = (reason: Extract<RunEnd, { state: 'failed' }>['reason']): RunEnd => ({ state: 'failed', reason });
  it.each<[string, RunEnd]>([
    ['', { state: 'running' }],
    ['interrupted by the user', { state: 'interrupted' }],
    ['every gate metric is decided', { state: 'complete', reason: { kind: 'all-decided' } }],
    [
      'regressed: CPU per request, start-up',
      { state: 'complete', reason: { kind: 'regressed', metrics: ['cpuPerRequestUs', 'startupMs'] } },
    ],
    ['all 12 rounds are measured', { state: 'complete', reason: { kind: 'all-measured', rounds: 12 } }],
    ['the budget of 90 s was used up', { state: 'budget', budgetMs: 90_000 }],
    [
      'the budget of 20 s ends before the first look, which needs 1 min 5 s',
      { state: 'budget', budgetMs: 20_000, neededMs: 65_000 },
    ],
    ['2 rounds in a row were invalid', gaveUp({ kind: 'invalid-rounds', inARow: 2 })],
    [
      'the database (mongodb://there/) exited with code 1',
      gaveUp({ kind: 'failed', failure: database({ kind: 'ended', end: exited }) }),
    ],
    ['it broke', gaveUp({ kind: 'error', message: 'it broke' })],
  ])('%s', (text, end) => {
    expect(endText(end)).toBe(text);
  });
});

describe('what the user can fix is told with the remedy', () => {
  it.each<[string, SetupFault]>([
    [
      "TMPDIR: /proc/nope cannot be written to (ENOENT); point TMPDIR at a folder that can, with room for the run's files",
      { kind: 'temporary-folder', folder: '/proc/nope', errorCode: 'ENOENT' },
    ],
    [
      "TMPDIR: /deep is too long for a socket's name; point TMPDIR at a folder with a shorter path",
      { kind: 'long-temporary-folder', folder: '/deep' },
    ],
    [
      '--db mongod: no mongod was found in MONGOMS_SYSTEM_BINARY, PATH or the cache of mongodb-memory-server; install MongoDB, or use --db download or --db embedded',
      { kind: 'no-mongod' },
    ],
    [
      'PATH is not a mongod (--version printed "hello"); point MONGOMS_SYSTEM_BINARY at one, unset it, or use --db embedded',
      { kind: 'not-a-mongod', source: 'PATH', problem: { kind: 'printed', line: 'hello' } },
    ],
    ['the database (PATH) did not start: no', { kind: 'database-not-started', source: 'PATH', message: 'no' }],
    [
      '--db: no MongoDB answers at mongodb://there/: refused; start one there, or leave --db out',
      { kind: 'database-unreachable', source: 'mongodb://there/', message: 'refused' },
    ],
    [
      '--db: the database (mongodb://there/) refuses what a run needs: not authorized',
      { kind: 'database-refuses', source: 'mongodb://there/', message: 'not authorized' },
    ],
  ])('%s', (text, fault) => {
    expect(setupFaultText(fault)).toBe(text);
  });

  it.each<[string, ResumeFault]>([
    [
      'the database is mongod 8.0.4 now and was embedded 7.0.0: start a new run',
      { kind: 'database', was: 'embedded 7.0.0', now: 'mongod 8.0.4' },
    ],
    ['the data set is b now and was a: start a new run', { kind: 'data-set', was: 'a', now: 'b' }],
    ['the servers answer differently than they did in the pilot: start a new run', { kind: 'answers' }],
  ])('%s', (text, fault) => {
    expect(resumeFaultText(fault)).toBe(text);
  });

  it.each<[string, StoreFault]>([
    ['/out is in use by another run (process 7)', { kind: 'in-use', folder: '/out', holderPid: 7 }],
    ['/a.json cannot be read (no JSON)', { kind: 'unreadable', path: '/a.json', error: 'no JSON' }],
    [
      '/out/record.json cannot be written (ENOSPC); make room for it',
      { kind: 'unwritable', path: '/out/record.json', error: 'ENOSPC', full: true },
    ],
    [
      '/out/record.json cannot be written (EACCES); make it writable',
      { kind: 'unwritable', path: '/out/record.json', error: 'EACCES', full: false },
    ],
  ])('%s', (text, fault) => {
    expect(storeFaultText(fault)).toBe(text);
  });
});
