import { delimiter, dirname } from 'node:path';
import type { Arm, Launch } from '../model/arm.js';
import { fill, fillAll, type Placeholders } from '../model/placeholders.js';
import type { Target } from '../model/target.js';

/** A program and its arguments with all placeholders filled in; `node` is the arm's Node, or this very one. */
export function commandOf(
  words: readonly string[],
  { nodeBinary = process.execPath, nodeArguments }: Pick<Launch, 'nodeBinary' | 'nodeArguments'>,
  placeholders: Placeholders,
): [program: string, args: string[]] {
  const filled = (each: readonly string[]) => each.map((word) => fill(word, placeholders));
  const [program = '', ...args] = filled(words);
  return program === 'node' ? [fill(nodeBinary, placeholders), [...filled(nodeArguments), ...args]] : [program, args];
}

/** Where an arm's programs are started; undefined: where lotus-bench was. */
export function workingDirectoryOf(
  { workingDirectory }: Pick<Launch, 'workingDirectory'>,
  placeholders: Placeholders,
): string | undefined {
  return workingDirectory === undefined ? undefined : fill(workingDirectory, placeholders);
}

/** A server's environment without what observes it: this process's, then what its target, its arm and its port say. */
export function plainEnvironmentOf(
  target: Pick<Target, 'env'>,
  { env, nodeBinary }: Pick<Arm, 'env' | 'nodeBinary'>,
  placeholders: Placeholders,
): NodeJS.ProcessEnv {
  const own = { ...fillAll(target.env, placeholders), ...fillAll(env, placeholders) };
  const path = nodeBinary === undefined ? {} : { PATH: pathWith(fill(nodeBinary, placeholders)) };
  return { ...process.env, ...path, ...own, PORT: placeholders.port };
}

/** The PATH on which an arm's Node is found first: also by `npm start`. */
function pathWith(nodeBinary: string): string {
  return [dirname(nodeBinary), process.env.PATH ?? ''].join(delimiter);
}
