import type { MachineFacts } from '../../model/machine.js';
import type { BinaryProblem } from '../../model/setup-fault.js';
import { bad, good, type Judgement, warn } from './judgement.js';

const howToGetMongod =
  'install mongod (mongodb.com/try/download/community) and put it on the PATH or in MONGOMS_SYSTEM_BINARY, or add --db download to compare';

function problemText(problem: BinaryProblem): string {
  if (problem.kind === 'no-such-file') return 'there is no such file';
  return problem.kind === 'printed' ? `--version printed "${problem.line}"` : problem.message;
}

/** What `--db auto` would take: the first place that holds anything, even when that is no mongod. */
export function judgeDatabase({ databases }: MachineFacts): Judgement {
  const taken = databases.find(({ state }) => state !== 'none');
  if (taken?.state === 'broken')
    return bad(
      `--db auto takes ${taken.path} (${taken.place}), which is no mongod: ${problemText(taken.problem)}`,
      taken.place === 'MONGOMS_SYSTEM_BINARY'
        ? 'point MONGOMS_SYSTEM_BINARY at a mongod, or unset it'
        : 'mend or remove that file, or use --db embedded',
    );
  if (taken?.state !== 'usable') return bad('none, not even the bundled stand-in', 'install lotus-bench again');
  const { kind, version, path } = taken;
  return kind === 'mongod'
    ? good(`--db auto takes mongod ${version} (${path})`)
    : warn(`--db auto takes the bundled stand-in (embedded-mongo ${version}): no mongod was found`, howToGetMongod);
}
