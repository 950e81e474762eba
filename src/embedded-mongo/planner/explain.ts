import { type Document, Int32 } from 'bson';
import type { Interval } from '../../mongo-language/filter/intervals.js';
import { documentOf, namesOf } from '../../mongo-language/values/document.js';
import { shellText } from '../storage/shell-text.js';
import type { IndexBounds } from './index-bounds.js';
import { keyRanges } from './key-ranges.js';
import type { IndexAccess, Plan } from './plan.js';
import type { Query } from './query.js';
import type { Counts } from './scan.js';

/** The stages of a plan as `explain` shows them, the last one outermost; with what they did where it has been run. */
export type Stage = Document;

const int = (value: number) => new Int32(value);

function intervalText({ low, lowInclusive, high, highInclusive }: Interval): string {
  return `${lowInclusive ? '[' : '('}${shellText(low)}, ${shellText(high)}${highInclusive ? ']' : ')'}`;
}

/** Backwards an index is read from high to low, and so are its intervals written. */
function boundsText({ index, backwards }: IndexAccess, bounds: IndexBounds): Document {
  return documentOf(
    index.pattern.map(({ path, direction }, field) => {
      const intervals = bounds[field] ?? [];
      const isDown = (direction === -1) !== backwards;
      const shown = isDown
        ? intervals.toReversed().map(({ low, lowInclusive, high, highInclusive }) => ({
            low: high,
            lowInclusive: highInclusive,
            high: low,
            highInclusive: lowInclusive,
          }))
        : intervals;
      return [path, shown.map(intervalText)];
    }),
  );
}

function indexFields({ index }: IndexAccess): Document {
  const { spec, multikey, pattern } = index;
  return {
    keyPattern: spec.key,
    indexName: spec.name,
    ...(spec.collation ? { collation: spec.collation.spec } : {}),
    isMultiKey: index.isMultikey,
    multiKeyPaths: documentOf(
      pattern.map(({ path }, field) => [path, multikey[field] ? [path.split('.')[0] ?? path] : []]),
    ),
    isUnique: spec.unique,
    isSparse: spec.sparse,
    isPartial: spec.partialFilterExpression !== undefined,
    indexVersion: int(2),
  };
}

function indexScan(access: IndexAccess, bounds: IndexBounds, counts: Counts | undefined): Stage {
  return {
    stage: 'IXSCAN',
    ...(counts ? { nReturned: int(counts.documents), keysExamined: int(counts.keys) } : {}),
    ...indexFields(access),
    direction: access.backwards ? 'backward' : 'forward',
    indexBounds: boundsText(access, bounds),
  };
}

/** One scan, or for an order that only several give together one of each, merged. */
function scans(access: IndexAccess, query: Query, counts: Counts | undefined): Stage {
  const { index, bounds, merged } = access;
  const ranges = merged > 0 ? keyRanges(index, bounds) : [];
  const prefixes = new Map(
    ranges.map(({ prefix, interval }) => {
      const points = [...prefix, interval.low].slice(0, merged);
      return [points.map(shellText).join(), points] as const;
    }),
  );
  if (prefixes.size < 2) return indexScan(access, bounds, counts);
  const inputStages = [...prefixes.values()].map((points) => {
    const own = bounds.map((intervals, field) =>
      field < merged
        ? [{ low: points[field], lowInclusive: true, high: points[field], highInclusive: true }]
        : intervals,
    );
    return indexScan(access, own, undefined);
  });
  return {
    stage: 'SORT_MERGE',
    ...(counts ? { nReturned: int(counts.documents), keysExamined: int(counts.keys) } : {}),
    sortPattern: query.sort,
    inputStages,
  };
}

/** How the records are come by, up to those that match. */
function accessStage({ access }: Plan, query: Query, counts: Counts | undefined): Stage {
  const filter = namesOf(query.filter).length > 0 ? { filter: query.filter } : {};
  const matched = counts ? { nReturned: int(counts.matched), docsExamined: int(counts.documents) } : {};
  switch (access.kind) {
    case 'nothing':
      return { stage: 'EOF', ...(counts ? { nReturned: int(0) } : {}) };
    case 'id':
      return { stage: 'IDHACK', ...matched, ...(counts ? { keysExamined: int(counts.keys) } : {}) };
    case 'collection':
      return { stage: 'COLLSCAN', ...filter, ...matched, direction: access.backwards ? 'backward' : 'forward' };
    case 'index':
      return { stage: 'FETCH', ...filter, ...matched, inputStage: scans(access, query, counts) };
  }
}

/** mongod's default for `internalQueryMaxBlockingSortMemoryUsageBytes`; nothing is sorted on disk here. */
const sortMemoryBytes = 104_857_600;

/** The stages of a whole query. `returned` is how many documents came out of it, where it has been run. */
export function stagesOf(
  plan: Plan,
  query: Query,
  run: { readonly counts: Counts; readonly returned: number } | undefined,
): Stage {
  const { sort, skip, limit } = query;
  const out = run ? { nReturned: int(run.returned) } : {};
  let stage = accessStage(plan, query, run?.counts);
  const isSorting = !plan.isOrdered && query.order !== undefined;
  if (isSorting) {
    const most = limit === 0 ? {} : { limitAmount: int(skip + limit) };
    const inMemory = { sortPattern: sort, memLimit: int(sortMemoryBytes), type: 'simple', ...most };
    stage = { stage: 'SORT', ...out, ...inMemory, inputStage: stage };
  }
  if (skip > 0) stage = { stage: 'SKIP', ...out, skipAmount: int(skip), inputStage: stage };
  if (limit > 0 && !isSorting) stage = { stage: 'LIMIT', ...out, limitAmount: int(limit), inputStage: stage };
  return stage;
}

/** The stage of a count that index keys alone decide. */
export function countScanStage(access: IndexAccess, counts: Counts | undefined): Stage {
  return {
    stage: 'COUNT_SCAN',
    ...(counts ? { nReturned: int(counts.keys), keysExamined: int(counts.keys) } : {}),
    ...indexFields(access),
    indexBounds: boundsText(access, access.bounds),
  };
}

/** `queryPlanner`: which plan was taken. Others are not worked out in full, so none are shown as rejected. */
export function queryPlanner(namespace: string, query: Query, winningPlan: Stage): Document {
  return {
    namespace,
    indexFilterSet: false,
    parsedQuery: query.filter,
    ...(query.collation ? { collation: query.collation.spec } : {}),
    maxIndexedOrSolutionsReached: false,
    maxIndexedAndSolutionsReached: false,
    maxScansToExplodeReached: false,
    winningPlan,
    rejectedPlans: [],
  };
}

/** `executionStats`: what running it took. */
export function executionStats(
  executionStages: Stage,
  counts: Counts,
  returned: number,
  milliseconds: number,
): Document {
  return {
    executionSuccess: true,
    nReturned: int(returned),
    executionTimeMillis: int(Math.round(milliseconds)),
    totalKeysExamined: int(counts.keys),
    totalDocsExamined: int(counts.documents),
    executionStages,
  };
}
