import book from '../../../scenarios/claims.js';
import type { AttributionRecord } from '../../model/attribution.js';
import type { ClaimsRecord } from '../../model/claims-record.js';
import type { SweepRecord } from '../../model/sweep.js';
import { attributionMarkdown } from '../../report/draw/markdown/attribution.js';
import { claimsMarkdown } from '../../report/draw/markdown/claims.js';
import { sweepMarkdown } from '../../report/draw/markdown/sweep.js';
import { attributionTerminal } from '../../report/draw/terminal/attribution.js';
import type { Canvas } from '../../report/draw/terminal/blocks.js';
import { claimsTerminal } from '../../report/draw/terminal/claims.js';
import { sweepTerminal } from '../../report/draw/terminal/sweep.js';
import { attributionJson } from '../../report/export/attribution-json.js';
import { claimsJson } from '../../report/export/claims-json.js';
import { sweepJson } from '../../report/export/sweep-json.js';
import { attributionContents } from '../../report/words/attribution.js';
import { claimsContents } from '../../report/words/claims.js';
import { sweepContents } from '../../report/words/sweep.js';
import { judgeClaims } from '../../stats/claims/judge-claims.js';
import { attribute } from '../../stats/factorial/attribute.js';
import { sweepFindings } from '../../stats/sweep/next-round.js';

/** The report of a run of experiments, in every format. */
export interface ExperimentReport {
  /** What its JSON is called beside the record. */
  readonly jsonName: string;
  readonly json: string;
  readonly markdown: string;
  readonly terminal: (canvas: Canvas) => string;
  /** There is something that could be told. */
  readonly measured: boolean;
}

export function claimsReport(record: ClaimsRecord): ExperimentReport {
  const findings = judgeClaims(record);
  const contents = claimsContents(record, findings, record.plan.book.claims.length === book.claims.length);
  return {
    jsonName: 'claims.json',
    json: claimsJson(record, findings),
    markdown: claimsMarkdown(contents),
    terminal: (canvas) => claimsTerminal(contents, canvas),
    measured: true,
  };
}

export function attributionReport(record: AttributionRecord): ExperimentReport {
  const found = attribute(record);
  const contents = attributionContents(record, found);
  return {
    jsonName: 'attribution.json',
    json: attributionJson(record, found),
    markdown: attributionMarkdown(contents),
    terminal: (canvas) => attributionTerminal(contents, canvas),
    measured: found.some(({ state }) => state === 'measured'),
  };
}

export function sweepReport(record: SweepRecord): ExperimentReport {
  const found = sweepFindings(record);
  const contents = sweepContents(record, found);
  return {
    jsonName: 'sweep.json',
    json: sweepJson(record, found),
    markdown: sweepMarkdown(contents),
    terminal: (canvas) => sweepTerminal(contents, canvas),
    measured: found.points.some(({ effect }) => effect !== undefined),
  };
}
