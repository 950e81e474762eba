import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// The law of the house: which room may import which. A room is a folder of src/.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  plan: ['model'],
  stats: ['model'],
  gate: ['model'],
  report: ['model'],
  machine: ['model'],
  source: ['model', 'machine'],
  rig: ['model', 'machine'],
  load: ['model', 'machine'],
  run: ['model', 'machine', 'source', 'rig', 'load'],
  cli: ['model', 'plan', 'stats', 'gate', 'report', 'run', 'scenarios'],
  scenarios: ['model'],
  lotus: [],
  'embedded-mongo': ['mongo-language'],
  'mongo-language': [],
};

interface Floors {
  /** Files beside the sub-rooms that all of them may import. */
  readonly shared?: readonly string[];
  /** Which sub-room may import which of the others. */
  readonly may: Readonly<Record<string, readonly string[]>>;
}

/** The floors inside a room. Files beside its sub-rooms may import all of them. */
const floors: Readonly<Record<string, Floors>> = {
  plan: {
    shared: ['checked'],
    may: {
      flags: [],
      bisect: [],
      factorial: ['variants'],
      sweep: ['flags'],
      config: ['flags'],
      schedule: [],
      variants: ['config', 'flags'],
    },
  },
  stats: {
    may: {
      math: [],
      looks: ['math'],
      rounds: ['looks', 'math'],
      compare: ['rounds', 'looks', 'math'],
      noise: ['compare', 'rounds', 'looks', 'math'],
      growth: ['rounds', 'math'],
      claims: ['math'],
      sweep: ['math'],
      factorial: ['math'],
    },
  },
  report: {
    may: {
      select: [],
      words: ['select'],
      draw: ['words', 'select'],
      export: ['words', 'select'],
    },
  },
  machine: { shared: ['on-path', 'quietness'], may: { processes: [], facts: ['processes'] } },
  source: { shared: ['commands'], may: { git: [], install: [] } },
  rig: {
    shared: ['rig-error', 'program'],
    may: { guard: [], server: ['guard'], database: ['guard'], link: ['guard'] },
  },
  load: { may: { requests: [], http: ['requests'], stream: ['http', 'requests'], stalled: ['requests'] } },
  run: {
    may: {
      sources: [],
      answers: [],
      round: ['answers'],
      pilot: ['round', 'answers'],
      experiment: ['round', 'sources'],
      store: [],
    },
  },
  cli: { may: { edge: [], job: ['edge'], commands: ['job', 'edge'] } },
  'embedded-mongo': {
    may: { wire: [], storage: ['wire'], planner: ['storage'], commands: ['planner', 'storage', 'wire'] },
  },
  'mongo-language': {
    may: {
      values: [],
      path: ['values'],
      expression: ['path', 'values'],
      filter: ['expression', 'path', 'values'],
      pipeline: ['filter', 'expression', 'path', 'values'],
      update: ['pipeline', 'filter', 'expression', 'path', 'values'],
    },
  },
};

/** Rooms that may touch the process, the console and the disk; the others are pure. */
const worldly = new Set(['cli', 'machine', 'source', 'rig', 'load', 'run', 'lotus', 'embedded-mongo']);

const root = resolve(import.meta.dirname, '..');
const sourceFiles = [...listTypeScript(join(root, 'src')), ...listTypeScript(join(root, 'scenarios'))];

function listTypeScript(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function roomOf(file: string): string {
  const [first = '', second = ''] = relative(root, file).split('/');
  return first === 'src' ? second : first;
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from\s+|import\s*\(?\s*)'([^']+)'/g)].map((match) => match[1] ?? '');
}

function trespassersIn(file: string): string[] {
  const room = roomOf(file);
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => roomOf(resolve(dirname(file), specifier)))
    .filter((target) => target !== room && !(mayImport[room] ?? []).includes(target))
    .map((target) => `${relative(root, file)} imports ${target}`);
}

/** The sub-room of a file; undefined for what stands beside them. */
function subRoomOf(file: string): string | undefined {
  const parts = relative(join(root, 'src', roomOf(file)), file).split('/');
  return parts.length > 1 && parts[0] !== '..' ? parts[0] : undefined;
}

function upstairsImportsIn(file: string): string[] {
  const room = roomOf(file);
  const own = subRoomOf(file);
  const { may, shared = [] } = floors[room] ?? { may: {} };
  if (own === undefined || !(room in floors)) return [];
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolve(dirname(file), specifier))
    .filter((target) => roomOf(target) === room && subRoomOf(target) !== own)
    .filter(
      (target) => !(may[own] ?? []).includes(subRoomOf(target) ?? '') && !shared.includes(basename(target, '.js')),
    )
    .map((target) => `${relative(root, file)} imports ${relative(root, target)}`);
}

function worldlyUseIn(file: string): string[] {
  if (worldly.has(roomOf(file))) return [];
  const text = readFileSync(file, 'utf8');
  return [/\bprocess\.\w/, /\bconsole\.\w/, /'node:(fs|child_process|net|http)\b/]
    .filter((mark) => mark.test(text))
    .map((mark) => `${relative(root, file)} uses ${mark.source}`);
}

function cyclesFrom(file: string, path: readonly string[], done: Set<string>): string[] {
  if (path.includes(file))
    return [[...path.slice(path.indexOf(file)), file].map((f) => relative(root, f)).join(' -> ')];
  if (done.has(file)) return [];
  const next = importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolve(dirname(file), specifier).replace(/\.js$/, '.ts'))
    .filter((target) => sourceFiles.includes(target));
  const found = next.flatMap((target) => cyclesFrom(target, [...path, file], done));
  done.add(file);
  return found;
}

describe('the import law', () => {
  it('knows every room', () => {
    const rooms = [...new Set(sourceFiles.map(roomOf))];
    expect(rooms.filter((room) => !(room in mayImport))).toEqual([]);
  });

  it('is kept: no room imports one it may not', () => {
    expect(sourceFiles.flatMap(trespassersIn)).toEqual([]);
  });

  it('knows every sub-room', () => {
    const found = sourceFiles
      .filter((file) => roomOf(file) in floors)
      .map((file) => [roomOf(file), subRoomOf(file)] as const)
      .filter(([room, sub]) => sub !== undefined && !(sub in (floors[room]?.may ?? {})))
      .map(([room, sub]) => `${room}/${sub}`);
    expect([...new Set(found)]).toEqual([]);
  });

  it('is kept inside the rooms: no sub-room imports one it may not', () => {
    expect(sourceFiles.flatMap(upstairsImportsIn)).toEqual([]);
  });

  it('keeps the paper wing pure: no process, console, files or sockets in it', () => {
    expect(sourceFiles.flatMap(worldlyUseIn)).toEqual([]);
  });

  it('has no cycles', () => {
    const done = new Set<string>();
    expect(sourceFiles.flatMap((file) => cyclesFrom(file, [], done))).toEqual([]);
  });
});
