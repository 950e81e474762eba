import { relative } from 'node:path';
import type { ExperimentsRecord } from '../../model/experiments-record.js';
import { experimentSamples } from '../../report/export/openmetrics/experiment-samples.js';
import type { ExperimentsOptions } from '../../run/run-experiments.js';
import { type ExitCode, exitCodes } from '../edge/exit-code.js';
import type { Io } from '../edge/io.js';
import { canvasFor } from '../edge/paint.js';
import { toolIdentity } from '../edge/tool-version.js';
import type { ExperimentReport } from './experiment-reports.js';
import { writeBeside } from './publish.js';
import type { ExperimentsJob } from './resumed-experiments.js';
import { repository } from './run-job.js';
import { untilInterrupted } from './until-interrupted.js';
import { withMetrics } from './with-metrics.js';

/** How a command runs its experiments, and what it makes of their record. */
export interface ExperimentsCommand<Kind extends string, Plan> {
  readonly name: 'claims' | 'attribute' | 'sweep';
  /** How many rounds there will be, by the experiment's id. */
  readonly planned: Readonly<Record<string, number>>;
  readonly run: (options: ExperimentsOptions<Kind, Plan>) => Promise<ExperimentsRecord<Kind, Plan>>;
  readonly report: (record: ExperimentsRecord<Kind, Plan>) => ExperimentReport;
}

/**
 * Runs experiments to their end, progress to stderr, the record saved as it grows; then prints what was asked for and
 * writes the reports beside the record. Throws UserError for what the user can mend.
 */
export async function runExperimentsJob<Kind extends string, Plan>(
  { runId, store, json, metricsPort, resume }: ExperimentsJob<Kind, Plan>,
  { name, planned, run, report }: ExperimentsCommand<Kind, Plan>,
  io: Io,
): Promise<ExitCode> {
  const { end, ...told } = await withMetrics(metricsPort, io, async (show) => {
    const record = await untilInterrupted(store.folder, io, (underway) =>
      run({
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
    );
    return { end: record.end, ...report(record) };
  });
  io.stdout.write(json ? told.json : told.terminal(canvasFor(io)));
  const saved = [store.recordPath, writeBeside(store, told.jsonName, told.json)];
  saved.push(writeBeside(store, 'report.md', told.markdown));
  io.stderr.write(`saved ${saved.map((path) => relative(io.cwd, path)).join(', ')}\n`);
  if (end.state === 'complete') return told.measured ? exitCodes.passed : exitCodes.undecided;
  io.stderr.write(`go on with lotus-bench ${name} --resume ${relative(io.cwd, store.folder)}\n`);
  return end.state === 'interrupted' ? exitCodes.interrupted : exitCodes.undecided;
}
