import type { ProjectFacts } from '../../model/project.js';
import { listed } from './plain-text.js';

/** What a config begins with where nothing was found. */
const fallback = { start: 'node server.js', path: '/', variable: 'MONGO_URL' };

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function readyPath({ paths }: ProjectFacts): string {
  return paths.find((path) => /health|ready|status|ping/.test(path)) ?? paths[0] ?? fallback.path;
}

function armLines({ mainBranch }: ProjectFacts): readonly string[] {
  return mainBranch === undefined
    ? [
        '  // The same code twice, with other settings. In a git repository two versions can be compared: before: "git:main".',
        "  arms: { before: '.', after: { from: '.', env: { MY_CHANGE: 'on' } } },",
      ]
    : [
        `  // What is on ${mainBranch} against the tree as it is. An arm may have settings of its own:`,
        "  // after: { from: '.', env: { MY_CHANGE: 'on' }, nodeArguments: ['--max-semi-space-size=64'] }",
        `  arms: { before: ${quoted(`git:${mainBranch}`)}, after: '.' },`,
      ];
}

function requestLines({ paths }: ProjectFacts): readonly string[] {
  const known = paths.length > 0 ? paths : [fallback.path];
  return [
    paths.length > 0
      ? '  // Found in the code. A request may also say its weight, method, headers, body and what a good answer is:'
      : '  // What is asked for, in a random order. A request may also say its weight, method, headers, body and more:',
    "  // { method: 'POST', path: '/orders', body: { item: 7 }, weight: 2, expect: { status: 201 } }",
    '  requests: [',
    ...known.map((path) => `    ${quoted(`GET ${path}`)},`),
    '  ],',
    '  // What {item} in a path, a header or a body stands for: a list, or a range of numbers.',
    '  // values: { item: { from: 1, to: 500, skew: 0.9 } },',
  ];
}

function databaseLines({ database }: ProjectFacts): readonly string[] {
  if (!database) return [];
  const variable = database.variable ?? fallback.variable;
  return [
    `  // It depends on ${database.client}: each arm gets a MongoDB database of its own, its address in this variable.`,
    '  // `seed` fills it once; its last line may be JSON with a checksum of what it made: { "checksum": "…" }.',
    `  database: { variable: ${quoted(variable)} /* , seed: 'node seed.js' */ },`,
  ];
}

function checkoutLines({ ignoredFiles, mainBranch, builds }: ProjectFacts): readonly string[] {
  if (mainBranch === undefined) return [];
  return [
    ...(builds ? ['  // Checkouts are built by the `build` script; another command: build.'] : []),
    ...(ignoredFiles.length === 0
      ? []
      : [
          '  // git ignores these, and a checkout would be without them:',
          `  carry: [${ignoredFiles.map(quoted).join(', ')}],`,
        ]),
  ];
}

/** A config file for a project, with comments that say what else there is. */
export function configText(facts: ProjectFacts): string {
  return [
    '// What `npx lotus-bench compare` measures in this folder. Every key: docs/your-own-server.md of lotus-bench.',
    "/** @type {import('lotus-bench').Config} */",
    'export default {',
    '  // The server’s own command, without a shell. It finds a free port in PORT, and in {port} wherever that is written.',
    `  start: ${quoted(facts.start?.command ?? fallback.start)},`,
    '  // The path whose answer 200 means that it is ready.',
    `  ready: ${quoted(readyPath(facts))},`,
    ...armLines(facts),
    ...checkoutLines(facts),
    ...requestLines(facts),
    ...databaseLines(facts),
    '};',
    '',
  ].join('\n');
}

const origins: Readonly<Record<NonNullable<ProjectFacts['start']>['from'], string>> = {
  script: 'the start script of package.json',
  main: 'main in package.json',
  file: 'the only entry file found',
};

/** What was found, a line each. */
export function foundTexts({
  brokenPackage,
  start,
  frameworks,
  database,
  paths,
  mainBranch,
}: ProjectFacts): readonly string[] {
  return [
    ...(brokenPackage ? ['package.json: is not JSON; nothing was learnt from it'] : []),
    start === undefined
      ? `start: nothing that starts was found; ${fallback.start} is only a guess`
      : `start: ${start.command} (${origins[start.from]})`,
    ...(frameworks.length === 0 ? [] : [`framework: ${listed(frameworks)}`]),
    ...(database
      ? [`database: ${database.client}, its address in ${database.variable ?? `${fallback.variable} (a guess)`}`]
      : []),
    paths.length === 0
      ? `requests: none was found in the code; ${fallback.path} is only a guess`
      : `requests: ${paths.join(' ')}`,
    mainBranch === undefined
      ? 'arms: the same code twice; this is no git repository with a main branch'
      : `arms: git:${mainBranch} against the tree as it is`,
  ];
}
