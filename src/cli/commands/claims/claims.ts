import { randomInt } from 'node:crypto';
import book from '../../../../scenarios/claims.js';
import type { ClaimsPlan } from '../../../model/claims-record.js';
import type { Checked } from '../../../plan/checked.js';
import { claimsFlags } from '../../../plan/flags/claims-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { makeClaimsPlan, mistakesInClaims } from '../../../plan/make-claims-plan.js';
import { runClaims } from '../../../run/run-claims.js';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage, orBadUsage } from '../../edge/user-error.js';
import { claimsReport } from '../../job/experiment-reports.js';
import { type ExperimentsJob, resumedExperiments } from '../../job/resumed-experiments.js';
import { runExperimentsJob } from '../../job/run-experiments-job.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';

type ClaimsJob = ExperimentsJob<'claims', ClaimsPlan>;

/**
 * `lotus-bench claims`: carries out the experiments of the claims that were asked for, judges each promise, and prints
 * and saves the report. Throws UserError with all mistakes at once.
 */
export async function measureClaims(given: Given, io: Io): Promise<ExitCode> {
  const job = prepare(given, io);
  const { book: planned, profile } = job.plan;
  const rounds = Object.fromEntries(planned.experiments.map((each) => [each.id, each.rounds[profile]]));
  return runExperimentsJob(
    job,
    { name: 'claims', planned: rounds, run: (options) => runClaims(job.plan, options), report: claimsReport },
    io,
  );
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
