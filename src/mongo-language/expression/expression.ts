import type { Document } from 'bson';
import { fieldOf, setField } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { binders } from './binders.js';
import { functions } from './functions/table.js';
import type { Expression, Variables } from './variables.js';

/** The value of `$a.b`: through an array, the array of its documents' values. */
function fieldPath(value: unknown, parts: readonly string[], depth = 0): unknown {
  const part = parts[depth];
  if (part === undefined) return value;
  if (isDocument(value)) return fieldPath(fieldOf(value, part), parts, depth + 1);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((member) => {
    const found = isDocument(member) ? fieldPath(member, parts, depth) : undefined;
    return found === undefined ? [] : [found];
  });
}

/** Compiles an aggregation expression. Throws MongoError for what is ill-formed, unbound or not supported. */
export function compileExpression(expression: unknown, variables: Variables): Expression {
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression, variables);
  if (Array.isArray(expression)) {
    const members = expression.map((member) => compileExpression(member, variables));
    return (document) => members.map((member) => member(document) ?? null);
  }
  if (!isDocument(expression)) return () => expression;
  const [operator, ...others] = Object.keys(expression);
  if (operator?.startsWith('$')) {
    if (others.length > 0)
      throw new MongoError(15983, 'An object representing an expression must have exactly one field');
    return compileOperator(operator, expression[operator], variables);
  }
  return compileObject(expression, variables);
}

function compilePath(path: string, variables: Variables): Expression {
  if (!path.startsWith('$$')) {
    if (!/^\$[^.]+(\.[^.]+)*$/.test(path)) throw new MongoError(40353, `'${path}' is not a valid field path`);
    const parts = path.slice(1).split('.');
    return (document) => fieldPath(document, parts);
  }
  const [name = '', ...parts] = path.slice(2).split('.');
  if (name === 'ROOT' || name === 'CURRENT') return (document) => fieldPath(document, parts);
  if (name === 'REMOVE') return () => undefined;
  const cell = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (cell) return () => fieldPath(cell.value, parts);
  if (/^[A-Z]/.test(name)) throw notSupported(`the variable $$${name}`);
  throw new MongoError(17276, `Use of undefined variable: ${name}`);
}

function compileObject(expression: Document, variables: Variables): Expression {
  const fields = Object.entries(expression).map(([key, member]) => {
    if (key.startsWith('$')) throw new MongoError(15983, 'operators and fields cannot be mixed in one expression');
    if (key.includes('.')) throw new MongoError(16405, 'dotted field names are only allowed at the top level');
    return [key, compileExpression(member, variables)] as const;
  });
  return (document) => {
    const made: Document = {};
    for (const [key, member] of fields) {
      const value = member(document);
      if (value !== undefined) setField(made, key, value);
    }
    return made;
  };
}

function compileOperator(operator: string, argument: unknown, variables: Variables): Expression {
  const bind = Object.hasOwn(binders, operator) ? binders[operator] : undefined;
  if (bind) return bind(argument, variables, compileExpression);
  const signature = Object.hasOwn(functions, operator) ? functions[operator] : undefined;
  if (!signature) throw notSupported(`the expression ${operator}`);
  const { run, nullThrough } = signature;
  const parts = signature.read(argument, operator).map((part) => compileExpression(part, variables));
  return (document) => {
    const values = parts.map((part) => part(document));
    if (nullThrough && values.some((value) => value === null || value === undefined)) return null;
    return run(...values);
  };
}
