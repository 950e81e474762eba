import { type Document, Int32 } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { averageOf, sumOf } from './arithmetic.js';
import { compareValues } from './order.js';
import { fieldOf, setField } from './path.js';
import { isDocument, isNumber, toJsNumber } from './values.js';

/** An aggregation expression, compiled: the document in, a value out; `undefined` is "missing". */
export type Expression = (document: Document) => unknown;

/** The value of `$a.b`: through an array, the array of its members' values. */
function fieldPath(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(value))
    return value.map((member) => fieldPath(member, parts)).filter((member) => member !== undefined);
  return isDocument(value) ? fieldPath(fieldOf(value, part), rest) : undefined;
}

function listOf(argument: unknown, operator: string, count?: number): Expression[] {
  const list = Array.isArray(argument) ? argument : [argument];
  if (count !== undefined && list.length !== count) {
    throw new MongoError(
      16020,
      `Expression ${operator} takes exactly ${count} arguments. ${list.length} were passed in.`,
    );
  }
  return list.map(compileExpression);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $ne: (order) => order !== 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/** `$sum` and its kin over their arguments, or over the one array among them. */
function folded(argument: unknown, operator: string, fold: (values: readonly unknown[]) => unknown): Expression {
  const parts = listOf(argument, operator);
  return (document) => {
    const values = parts.map((part) => part(document));
    const [only] = values;
    return fold(values.length === 1 && Array.isArray(only) ? only : values);
  };
}

function truthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && !(isNumber(value) && toJsNumber(value) === 0);
}

const operators: Readonly<Record<string, (argument: unknown, operator: string) => Expression>> = {
  $literal: (argument) => () => argument,
  $sum: (argument, operator) => folded(argument, operator, sumOf),
  $avg: (argument, operator) => folded(argument, operator, averageOf),
  $size: (argument, operator) => {
    const [list] = listOf(argument, operator, 1);
    return (document) => {
      const value = list?.(document);
      if (!Array.isArray(value)) throw new MongoError(17124, 'The argument to $size must be an array');
      return new Int32(value.length);
    };
  },
  $ifNull: (argument, operator) => {
    const parts = listOf(argument, operator);
    return (document) =>
      parts.map((part) => part(document)).find((value) => value !== null && value !== undefined) ?? null;
  },
  $cond: (argument, operator) => {
    const list = isDocument(argument) ? [argument.if, argument.then, argument.else] : argument;
    const [test, then, otherwise] = listOf(list, operator, 3);
    return (document) => (truthy(test?.(document)) ? then?.(document) : otherwise?.(document));
  },
};

function compileOperator(operator: string, argument: unknown): Expression {
  const accept = comparisons[operator];
  if (accept) {
    const [left, right] = listOf(argument, operator, 2);
    return (document) => accept(compareValues(left?.(document), right?.(document)));
  }
  const make = operators[operator];
  if (!make) throw notSupported(`the expression ${operator}`);
  return make(argument, operator);
}

/** Compiles an aggregation expression. Throws MongoError for those that are not supported. */
export function compileExpression(expression: unknown): Expression {
  if (typeof expression === 'string' && expression.startsWith('$')) {
    if (expression === '$$ROOT' || expression === '$$CURRENT') return (document) => document;
    if (expression.startsWith('$$')) throw notSupported(`the variable ${expression}`);
    const parts = expression.slice(1).split('.');
    return (document) => fieldPath(document, parts);
  }
  if (Array.isArray(expression)) {
    const members = expression.map(compileExpression);
    return (document) => members.map((member) => member(document) ?? null);
  }
  if (!isDocument(expression)) return () => expression;
  const [operator] = Object.keys(expression);
  if (operator?.startsWith('$')) {
    if (Object.keys(expression).length > 1)
      throw new MongoError(15983, 'An object representing an expression must have exactly one field');
    return compileOperator(operator, expression[operator]);
  }
  const fields = Object.entries(expression).map(([key, member]) => [key, compileExpression(member)] as const);
  return (document) => {
    const made: Document = {};
    for (const [key, member] of fields) {
      const value = member(document);
      if (value !== undefined) setField(made, key, value);
    }
    return made;
  };
}
