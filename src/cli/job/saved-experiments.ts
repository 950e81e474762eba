import type { AttributionRecord } from '../../model/attribution.js';
import type { ClaimsRecord } from '../../model/claims-record.js';
import type { SweepRecord } from '../../model/sweep.js';
import type { Mistake } from '../../plan/checked.js';
import { RecordError } from '../../run/errors.js';
import { kindOfExperiments, readExperiments } from '../../run/store/read-experiments.js';
import type { Io } from '../edge/io.js';
import { attributionReport, claimsReport, type ExperimentReport, sweepReport } from './experiment-reports.js';
import { pathOf, problemText } from './saved-record.js';

/** The report of a run of experiments that was found, or why there is none. */
type Found = { readonly report: ExperimentReport; readonly path: string } | { readonly mistake: Mistake };

/** By what the record says it is. */
const readers: Readonly<Record<string, (path: string) => ExperimentReport>> = {
  claims: (path) => claimsReport(readExperiments<'claims', ClaimsRecord['plan']>(path, 'claims')),
  attribution: (path) =>
    attributionReport(readExperiments<'attribution', AttributionRecord['plan']>(path, 'attribution')),
  sweep: (path) => sweepReport(readExperiments<'sweep', SweepRecord['plan']>(path, 'sweep')),
};

/** The report of the run of experiments that `wanted` names; undefined where it names no such run. */
export function savedExperiments(where: string, wanted: string, io: Io): Found | undefined {
  const path = pathOf(wanted, io);
  const read = readers[(path && kindOfExperiments(path)) ?? ''];
  if (path === undefined || !read) return undefined;
  try {
    return { report: read(path), path };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { mistake: { where, problem: `${path} ${problemText(error.problem)}` } };
  }
}
