import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import book from '../../../../scenarios/claims.js';
import type { ClaimsPlan, ClaimsRecord } from '../../../model/claims-record.js';
import { claimsFlags } from '../../../plan/flags/claims-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { makeClaimsPlan } from '../../../plan/make-claims-plan.js';
import { claimsMarkdown } from '../../../report/draw/markdown/claims.js';
import { claimsTerminal } from '../../../report/draw/terminal/claims.js';
import { claimsJson } from '../../../report/export/claims-json.js';
import { claimsContents } from '../../../report/words/claims.js';
import { failureText } from '../../../report/words/failures.js';
import { setupFaultText, storeFaultText } from '../../../report/words/setup-faults.js';
import { RigError, SetupError, StoreError } from '../../../run/errors.js';
import { runClaims } from '../../../run/experiment/run-claims.js';
import type { RecordStore } from '../../../run/store/store.js';
import { judgeClaims } from '../../../stats/claims/judge-claims.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor } from '../../edge/paint.js';
import { progressView } from '../../edge/progress-view.js';
import { toolIdentity } from '../../edge/tool-version.js';
import { badUsage, orBadUsage, UserError } from '../../edge/user-error.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { resumedClaims } from './resumed-claims.js';

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

/** A run of claims, ready to begin. */
interface ClaimsJob {
  readonly plan: ClaimsPlan;
  readonly runId: string;
  readonly store: RecordStore;
  readonly json: boolean;
  readonly resume?: ClaimsRecord;
}

/**
 * `lotus-bench claims`: carries out the experiments of the claims that were asked for, judges each promise, and prints
 * and saves the report. Throws UserError with all mistakes at once.
 */
export async function measureClaims(given: Given, io: Io): Promise<ExitCode> {
  const job = prepare(given, io);
  const record = await run(job, io);
  publish(record, job, io);
  const { folder } = job.store;
  if (record.end.state === 'interrupted') {
    io.stderr.write(`go on with lotus-bench claims --resume ${relative(io.cwd, folder)}\n`);
    return exitCodes.interrupted;
  }
  return exitCodes.passed;
}

function prepare(given: Given, io: Io): ClaimsJob {
  const { operands, flags } = given;
  if (typeof flags.resume === 'string') return resumedClaims(flags.resume, given, io);
  const read = readFlags(claimsFlags, given);
  const planned = makeClaimsPlan(
    operands,
    read.state === 'good' ? read.value : { profile: 'quick', seed: 0, db: undefined },
    book,
    {
      randomSeed: randomInt(2 ** 32),
    },
  );
  if (read.state === 'mistaken' || planned.state === 'mistaken')
    throw badUsage([planned, read].flatMap((each) => (each.state === 'mistaken' ? each.mistakes : [])));
  const { out, json } = orBadUsage(read);
  const runId = newRunId('claims');
  return { plan: planned.value, runId, store: openRunFolder(runId, out, io), json };
}

async function run({ plan, runId, store, resume }: ClaimsJob, io: Io): Promise<ClaimsRecord> {
  const view = progressView(io.stderr);
  const abort = new AbortController();
  let interrupts = 0;
  const detach = io.onInterrupt((signal) => {
    interrupts++;
    view.show({ kind: 'interrupt', signal, again: interrupts > 1 });
    abort.abort(new Error('interrupted'));
  });
  try {
    return await runClaims(plan, {
      repository,
      runId,
      toolVersion: toolIdentity(),
      signal: abort.signal,
      onProgress: (event) => view.show(event),
      save: (growing) => store.save(growing),
      resume,
    });
  } catch (error) {
    if (error instanceof SetupError) throw new UserError(setupFaultText(error.fault));
    if (error instanceof StoreError)
      throw new UserError(`${storeFaultText(error.fault)}, then go on with --resume ${store.folder}`);
    if (error instanceof RigError)
      throw new UserError(
        [failureText(error.failure), ...error.output.map((line) => `  | ${line}`)].join('\n'),
        exitCodes.undecided,
      );
    throw error;
  } finally {
    view.end();
    detach();
  }
}

function publish(record: ClaimsRecord, { store, json }: ClaimsJob, io: Io): void {
  const findings = judgeClaims(record);
  const contents = claimsContents(record, findings, record.plan.book.claims.length === book.claims.length);
  const asJson = claimsJson(record, findings);
  io.stdout.write(json ? asJson : claimsTerminal(contents, canvasFor(io)));
  const saved = [
    store.recordPath,
    store.write('claims.json', asJson),
    store.write('report.md', claimsMarkdown(contents)),
  ];
  io.stderr.write(`saved ${saved.map((path) => relative(io.cwd, path)).join(', ')}\n`);
}
