import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import book from '../../../../scenarios/claims.js';
import type { ClaimsPlan, ClaimsRecord } from '../../../model/claims-record.js';
import type { Checked } from '../../../plan/checked.js';
import { claimsFlags } from '../../../plan/flags/claims-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { makeClaimsPlan, mistakesInClaims } from '../../../plan/make-claims-plan.js';
import { claimsMarkdown } from '../../../report/draw/markdown/claims.js';
import { claimsTerminal } from '../../../report/draw/terminal/claims.js';
import { claimsJson } from '../../../report/export/claims-json.js';
import { experimentSamples } from '../../../report/export/openmetrics/experiment-samples.js';
import { claimsContents } from '../../../report/words/claims.js';
import { runClaims } from '../../../run/run-claims.js';
import { judgeClaims } from '../../../stats/claims/judge-claims.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor } from '../../edge/paint.js';
import { toolIdentity } from '../../edge/tool-version.js';
import { badUsage, orBadUsage } from '../../edge/user-error.js';
import { writeBeside } from '../../job/publish.js';
import { type ExperimentsJob, resumedExperiments } from '../../job/resumed-experiments.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { repository } from '../../job/run-job.js';
import { untilInterrupted } from '../../job/until-interrupted.js';
import { withMetrics } from '../../job/with-metrics.js';

type ClaimsJob = ExperimentsJob<'claims', ClaimsPlan>;

/**
 * `lotus-bench claims`: carries out the experiments of the claims that were asked for, judges each promise, and prints
 * and saves the report. Throws UserError with all mistakes at once.
 */
export async function measureClaims(given: Given, io: Io): Promise<ExitCode> {
  const job = prepare(given, io);
  const record = await run(job, io);
  publish(record, job, io);
  const { folder } = job.store;
  if (record.end.state === 'complete') return exitCodes.passed;
  io.stderr.write(`go on with lotus-bench claims --resume ${relative(io.cwd, folder)}\n`);
  return record.end.state === 'interrupted' ? exitCodes.interrupted : exitCodes.undecided;
}

function prepare(given: Given, io: Io): ClaimsJob {
  const { operands, flags } = given;
  if (typeof flags.resume === 'string')
    return resumedExperiments({ folder: flags.resume, kind: 'claims', flags: claimsFlags, planNow }, given, io);
  const read = readFlags(claimsFlags, given);
  if (read.state === 'mistaken') throw badUsage([...mistakesInClaims(operands, book), ...read.mistakes]);
  const { out, json, metricsPort } = read.value;
  const plan = orBadUsage(makeClaimsPlan(operands, read.value, book, { randomSeed: randomInt(2 ** 32) }));
  const runId = newRunId('claims');
  return { plan, runId, store: openRunFolder(runId, out, io), json, metricsPort };
}

/** The plan of the same claims as the book has it today. */
function planNow({ book: { claims }, profile, seed, database: db }: ClaimsPlan): Checked<ClaimsPlan> {
  const words = claims.map(({ id }) => id);
  return makeClaimsPlan(words, { profile, seed, db }, book, { randomSeed: 0 });
}

async function run({ plan, runId, store, metricsPort, resume }: ClaimsJob, io: Io): Promise<ClaimsRecord> {
  const planned = Object.fromEntries(plan.book.experiments.map(({ id, rounds }) => [id, rounds[plan.profile]]));
  return withMetrics(metricsPort, io, (show) =>
    untilInterrupted(store.folder, io, (underway) =>
      runClaims(plan, {
        ...underway,
        repository,
        runId,
        toolVersion: toolIdentity(),
        save: (growing) => {
          store.save(growing);
          show(() => experimentSamples(growing, planned));
        },
        resume,
      }),
    ),
  );
}

/** Prints what was asked for, and writes the reports beside the record. Throws UserError when that cannot be done. */
function publish(record: ClaimsRecord, { store, json }: ClaimsJob, io: Io): void {
  const findings = judgeClaims(record);
  const contents = claimsContents(record, findings, record.plan.book.claims.length === book.claims.length);
  const asJson = claimsJson(record, findings);
  io.stdout.write(json ? asJson : claimsTerminal(contents, canvasFor(io)));
  const saved = [store.recordPath, writeBeside(store, 'claims.json', asJson)];
  saved.push(writeBeside(store, 'report.md', claimsMarkdown(contents)));
  io.stderr.write(`saved ${saved.map((path) => relative(io.cwd, path)).join(', ')}\n`);
}
