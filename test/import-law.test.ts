import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// The law of the house: which room may import which. A room is a folder of src/.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  plan: ['model'],
  stats: ['model'],
  gate: ['model'],
  report: ['model'],
  rig: ['model'],
  load: ['model'],
  run: ['model', 'rig', 'load'],
  cli: ['model', 'plan', 'stats', 'gate', 'report', 'run', 'scenarios'],
  scenarios: ['model'],
  lotus: [],
  'embedded-mongo': ['mongo-language'],
  'mongo-language': [],
};

/** The floors inside the stand-in: which of its sub-rooms may import which. Files beside them are the ground floor, and may import all. */
const subRooms: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  storage: ['wire'],
  planner: ['storage'],
  commands: ['planner', 'storage', 'wire'],
};

/** Rooms that may touch the process, the console and the disk; the others are pure. */
const worldly = new Set(['cli', 'rig', 'load', 'run', 'lotus', 'embedded-mongo']);

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

/** The sub-room of a file in a room; undefined for what stands beside them. */
function subRoomOf(file: string, room: string): string | undefined {
  const parts = relative(join(root, 'src', room), file).split('/');
  return parts.length > 1 && parts[0] !== '..' ? parts[0] : undefined;
}

function upstairsImportsIn(file: string, room: string): string[] {
  const own = subRoomOf(file, room);
  if (own === undefined) return [];
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolve(dirname(file), specifier))
    .filter((target) => roomOf(target) === room)
    .map((target) => subRoomOf(target, room))
    .filter((target) => target !== own && !(target !== undefined && subRooms[own]?.includes(target)))
    .map((target) => `${relative(root, file)} imports ${target ?? 'the ground floor'}`);
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

  it('is kept inside the stand-in: commands, planner, storage, wire, and never upwards', () => {
    const room = 'embedded-mongo';
    const files = sourceFiles.filter((file) => roomOf(file) === room);
    expect(files.flatMap((file) => upstairsImportsIn(file, room))).toEqual([]);
  });

  it('keeps the paper wing pure: no process, console, files or sockets in it', () => {
    expect(sourceFiles.flatMap(worldlyUseIn)).toEqual([]);
  });

  it('has no cycles', () => {
    const done = new Set<string>();
    expect(sourceFiles.flatMap((file) => cyclesFrom(file, [], done))).toEqual([]);
  });
});
