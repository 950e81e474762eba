import type { Document } from 'bson';

/** An aggregation expression, compiled: the document in, a value out; `undefined` is "missing". */
export type Expression = (document: Document) => unknown;

/** What a variable holds now. Whoever binds it (`$map`, `let`) fills its cell before the expressions that read it run. */
export interface Cell {
  value: unknown;
}

export type Variables = Readonly<Record<string, Cell>>;

export type CompileExpression = (expression: unknown, variables: Variables) => Expression;
