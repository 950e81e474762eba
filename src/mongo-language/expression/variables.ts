import type { Document } from 'bson';
import type { Collation } from '../values/collation.js';

/** An aggregation expression, compiled: the document in, a value out; `undefined` is "missing". */
export type Expression = (document: Document) => unknown;

/**
 * What a variable holds now. Whoever binds it (`$map`, `let`) fills its cell before the expressions that read it run.
 */
export interface Cell {
  value: unknown;
}

const collated = Symbol('the collation in force');

/** What expressions and filters see besides the document: the variables by name, and the collation of the command. */
export interface Variables {
  readonly [name: string]: Cell;
  readonly [collated]?: Collation | undefined;
}

export const collationOf = (variables: Variables): Collation | undefined => variables[collated];

/** The same variables, and strings compared by this collation from here on. */
export const withCollation = (variables: Variables, collation: Collation | undefined): Variables => ({
  ...variables,
  [collated]: collation,
});

export type CompileExpression = (expression: unknown, variables: Variables) => Expression;
