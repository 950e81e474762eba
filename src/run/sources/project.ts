import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProjectFacts } from '../../model/project.js';

const entryFiles = ['server', 'index', 'app', 'main'].flatMap((name) =>
  ['js', 'mjs', 'cjs'].flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`, `dist/${name}.${ending}`]),
);
const knownFrameworks = ['express', 'fastify', 'koa', 'hono', '@nestjs/core', '@hapi/hapi', 'restify', 'next'];
const mongoClients = ['mongoose', 'mongodb'];
const notLookedInto: ReadonlySet<string> = new Set(['node_modules', '.git', 'test', 'tests', 'coverage', 'public']);
/** A look, not a search: enough for a server, too few to wait for. */
const mostFiles = 300;
const mostFileBytes = 200_000;
const mostPaths = 5;

interface Package {
  readonly name?: string;
  readonly main?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Looks at the project in a folder: its package.json, its code as text, its git. Nothing of it is run. */
export function lookAtProject(folder: string): ProjectFacts {
  const manifest = readPackage(folder);
  const { name = basename(folder), main, scripts = {}, dependencies = {} } = manifest ?? {};
  const texts = sourceTexts(folder);
  const client = mongoClients.find((each) => each in dependencies);
  return {
    name,
    brokenPackage: manifest === undefined,
    start: startOf(folder, scripts.start, main),
    builds: scripts.build !== undefined,
    frameworks: knownFrameworks.filter((each) => each in dependencies),
    database: client === undefined ? undefined : { client, variable: firstMatch(texts, mongoVariable) },
    paths: pathsIn(texts),
    mainBranch: ['main', 'master'].find((branch) =>
      git(folder, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`),
    ),
    ignoredFiles: ['.env'].filter(
      (file) => existsSync(join(folder, file)) && git(folder, 'check-ignore', '--quiet', file),
    ),
  };
}

/** Empty where there is none; undefined where it is no JSON. */
function readPackage(folder: string): Package | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Package;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Without a shell `node server.js` is the server itself; anything else in a script is left to npm. */
function startOf(folder: string, script: string | undefined, main: string | undefined): ProjectFacts['start'] {
  if (script !== undefined) {
    const plain = /^node(?: [\w./=-]+)+$/.test(script);
    return { command: plain ? script : 'npm start', from: 'script' };
  }
  if (main !== undefined && existsSync(join(folder, main))) return { command: `node ${main}`, from: 'main' };
  const entry = entryFiles.find((file) => existsSync(join(folder, file)));
  return entry === undefined ? undefined : { command: `node ${entry}`, from: 'file' };
}

function sourceTexts(folder: string): readonly string[] {
  const files: string[] = [];
  const waiting = [folder];
  while (waiting.length > 0 && files.length < mostFiles) {
    const next = waiting.shift() ?? '';
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (notLookedInto.has(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
      else if (/\.[cm]?[jt]s$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?ts$/.test(entry.name))
        files.push(join(next, entry.name));
    }
  }
  return files.slice(0, mostFiles).map((file) => readFileSync(file, 'utf8').slice(0, mostFileBytes));
}

const mongoVariable = /process\.env(?:\.|\[['"])([A-Z_]*(?:MONGO|DATABASE|DB_UR)[A-Z_]*)/;

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  return texts.flatMap((text) => pattern.exec(text)?.[1] ?? [])[0];
}

/** `app.get('/items', …)`, `router.get("/items")`: what most frameworks write, as long as it has no parameter. */
function pathsIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\.get\(\s*(['"`])(\/[\w./-]*)\1/g)].map(([, , path = '']) => path),
  );
  return [...new Set(found)].slice(0, mostPaths);
}

/** Does git say yes? No where there is no git. */
function git(folder: string, ...args: readonly string[]): boolean {
  return spawnSync('git', args, { cwd: folder, stdio: 'ignore' }).status === 0;
}
