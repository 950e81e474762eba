import type { Document } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { truthy } from '../expression/truth.js';
import { collationOf, type Variables } from '../expression/variables.js';
import { entriesOf, fieldOf } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { type Condition, type Match, rankOfOperator, readConditions } from './conditions.js';
import { compileSchema } from './json-schema.js';
import { someReached } from './walk.js';

/** Does a document match? With a `match`, the place in an array at which it does is written there. */
export type Predicate = (document: Document, match?: Match) => boolean;

/** A part of a filter, with what mongod sorts the parts by. */
interface Test {
  readonly run: Predicate;
  readonly rank: number;
  readonly path: string;
}

/** Compiles a query filter. Throws MongoError for what is ill-formed or not supported. */
export function compileFilter(filter: Document, variables: Variables = {}): Predicate {
  const tests = testsOf(filter, variables);
  const [only] = tests;
  if (only && tests.length === 1) return only.run;
  // Of several places that are found the last one counts, in the order in which mongod matches.
  const inOrder = tests.toSorted((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return (document, match) => {
    if (!match) return tests.every(({ run }) => run(document));
    if (inOrder.every(({ run }) => run(document, match))) return true;
    match.index = undefined;
    return false;
  };
}

function testsOf(filter: Document, variables: Variables): readonly Test[] {
  return entriesOf(filter).flatMap(([name, condition]) => {
    if (name === '$comment') return [];
    if (name === '$and') return branchesOf(name, condition).flatMap((branch) => testsOf(branch, variables));
    if (name.startsWith('$') && !/^\$(ref|id|db)$/.test(name))
      return [{ run: compileLogical(name, condition, variables), rank: rankOfOperator(name), path: '' }];
    return fieldTests(name, condition, variables);
  });
}

function branchesOf(operator: string, branches: unknown): Document[] {
  if (!Array.isArray(branches)) throw new MongoError(2, `${operator} must be an array`);
  if (branches.length === 0) throw new MongoError(2, '$and/$or/$nor must be a nonempty array');
  const wrong = branches.find((branch) => !isDocument(branch));
  if (wrong !== undefined) throw new MongoError(2, '$or/$and/$nor entries need to be full objects');
  return branches;
}

function compileLogical(operator: string, condition: unknown, variables: Variables): Predicate {
  switch (operator) {
    case '$or': {
      const branches = branchesOf(operator, condition).map((branch) => compileFilter(branch, variables));
      return (document, match) => branches.some((branch) => branch(document, match));
    }
    case '$nor': {
      const branches = branchesOf(operator, condition).map((branch) => compileFilter(branch, variables));
      return (document) => !branches.some((branch) => branch(document));
    }
    case '$expr': {
      const test = compileExpression(condition, variables);
      return (document) => truthy(test(document));
    }
    case '$jsonSchema':
      return compileSchema(condition);
    case '$text':
      throw notSupported(operator, 'text search');
    case '$where':
    case '$sampleRate':
      throw notSupported(operator);
    default:
      throw new MongoError(
        2,
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function fieldTests(path: string, condition: unknown, variables: Variables): readonly Test[] {
  const conditions = readConditions(condition, {
    collation: collationOf(variables),
    compileMembers: (filter) => compileFilter(filter, variables),
  });
  const parts = path.split('.');
  return conditions.map((part) => ({
    run: onPath(part, parts),
    rank: part.kind === 'value' ? part.rank : rankOfOperator('$not'),
    path,
  }));
}

function onPath(condition: Condition, parts: readonly string[]): Predicate {
  if (condition.kind === 'never') return () => false;
  if (condition.kind === 'not') {
    const inner = condition.conditions.map((part) => onPath(part, parts));
    return (document) => !inner.every((test) => test(document));
  }
  const { test, entersLast } = condition;
  const [name = ''] = parts;
  const walk: Predicate = (document, match) =>
    someReached(document, parts, entersLast, (value, offset) => {
      if (!test(value, match)) return false;
      if (match && offset !== undefined) match.index = offset;
      return true;
    });
  if (parts.length > 1) return walk;
  // A field at the top that is no array needs no walk.
  return (document, match) => {
    const value = fieldOf(document, name);
    return Array.isArray(value) ? walk(document, match) : test(value, match);
  };
}
