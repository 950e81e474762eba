import type { Arm, GitSource, Source } from '../../model/arm.js';
import type { Factor } from '../../model/attribution.js';
import type { Scenario } from '../../model/scenario.js';
import { armOf } from '../variants/arms.js';
import type { Levels } from './design.js';

/** What an arm's command, Node and variables are made of, each of which may be a factor. */
type Field = 'nodeBinary' | 'nodeArguments' | 'command' | 'workingDirectory';

/** One thing in which two arms differ, and how a third gets it from the one or the other. */
export interface Difference {
  readonly factor: Factor;
  readonly give: (to: Arm, from: Arm) => Arm;
}

const fieldNames: Readonly<Record<Field, string>> = {
  nodeBinary: 'Node',
  nodeArguments: 'node-arguments',
  command: 'command',
  workingDirectory: 'working-directory',
};

const shown = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? 'as here'));

/** A field without a value is left out: it would be another arm than one that never had it. */
function withField<K extends keyof Arm>(arm: Arm, key: K, value: Arm[K] | undefined): Arm {
  const { [key]: _, ...others } = arm;
  return (value === undefined ? others : { ...others, [key]: value }) as Arm;
}

function inFields(before: Arm, after: Arm): Difference[] {
  return (Object.keys(fieldNames) as Field[])
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      factor: { name: fieldNames[field], first: shown(before[field]), last: shown(after[field]) },
      give: (to, from) => withField(to, field, from[field]),
    }));
}

function inVariables(before: Arm, after: Arm): Difference[] {
  return [...new Set([...Object.keys(before.env), ...Object.keys(after.env)])]
    .filter((name) => before.env[name] !== after.env[name])
    .map((name) => ({
      factor: { name, first: before.env[name] ?? 'not set', last: after.env[name] ?? 'not set' },
      give: (to, { env: { [name]: value } }) => {
        const { [name]: _, ...others } = to.env;
        return { ...to, env: value === undefined ? others : { ...others, [name]: value } };
      },
    }));
}

function sourceText(source: Source): string {
  if (source.kind === 'folder') return source.path;
  return source.reference ?? 'the tree as it is';
}

function dependenciesOf({ reference, commit }: GitSource): NonNullable<GitSource['dependencies']> {
  return { ...(reference === undefined ? {} : { reference }), commit };
}

/** `sameDependencies`: both checkouts would have the same packages installed. */
function inSources(before: Arm, after: Arm, sameDependencies: boolean): Difference[] {
  const [one, other] = [before.source, after.source];
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const ends = { first: sourceText(one), last: sourceText(other) };
  if (sameDependencies || one.kind !== 'git' || other.kind !== 'git')
    return [{ factor: { name: 'code', ...ends }, give: (to, { source }) => ({ ...to, source }) }];
  return [
    { factor: { name: 'code', ...ends }, give: (to, { source }) => ({ ...to, source }) },
    {
      factor: { name: 'dependencies', ...ends },
      give: (to, { source: from }) =>
        to.source.kind === 'git' && from.kind === 'git' && sourceText(from) !== sourceText(to.source)
          ? { ...to, source: { ...to.source, dependencies: dependenciesOf(from) } }
          : to,
    },
  ];
}

/** All in which two arms of a user's own server differ: code, dependencies, Node, command, variables. */
export function differencesOf(
  before: Arm,
  after: Arm,
  { sameDependencies }: { readonly sameDependencies: boolean },
): readonly Difference[] {
  return [...inSources(before, after, sameDependencies), ...inFields(before, after), ...inVariables(before, after)];
}

/** An arm that has each difference from the one end or the other. Sources come first: dependencies go into them. */
export function mixedArm(
  name: string,
  differences: readonly Difference[],
  levels: Levels,
  ends: { readonly before: Arm; readonly after: Arm },
): Arm {
  const start: Arm = { ...ends.before, name };
  return differences.reduce((arm, { give }, i) => give(arm, levels[i] ? ends.after : ends.before), start);
}

/** An arm of a bundled scenario, each of whose switches is at `first` or `last`. */
export function switchedArm(
  name: string,
  scenario: Scenario,
  levels: Levels,
  { first, last }: { readonly first: string; readonly last: string },
): Arm {
  const turned = (scenario.switches?.names ?? []).filter((_, i) => levels[i]).map((each) => `${each}=${last}`);
  return armOf({ name, setting: [first, ...turned].join(','), env: {} }, scenario);
}
