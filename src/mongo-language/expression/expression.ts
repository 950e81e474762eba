import type { Document } from 'bson';
import { entriesOf, fieldOf, setField } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { binders } from './binders.js';
import { functions } from './functions/table.js';
import { refusedExpressions } from './refused.js';
import { collationOf, type Expression, type Variables } from './variables.js';

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
    const parts = readFieldPath(path.slice(1));
    return (document) => fieldPath(document, parts);
  }
  const [name = '', ...parts] = path.slice(2).split('.');
  if (name === 'ROOT' || name === 'CURRENT') return (document) => fieldPath(document, parts);
  if (name === 'REMOVE') return () => undefined;
  const cell = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (cell) return () => fieldPath(cell.value, parts);
  if (/^[A-Z]/.test(name)) throw notSupported(`the variable $$${name}`, `$$${name}`);
  throw new MongoError(17276, `Use of undefined variable: ${name}`);
}

/** The parts of `$a.b`. Throws what mongod does for a path that names no field. */
function readFieldPath(path: string): readonly string[] {
  if (path === '') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  const parts = path.split('.');
  if (parts.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  const dollar = parts.find((part) => part.startsWith('$'));
  if (dollar !== undefined)
    throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  return parts;
}

function compileObject(expression: Document, variables: Variables): Expression {
  const fields = entriesOf(expression).map(([key, member]) => {
    if (key.startsWith('$'))
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    if (key.includes('.')) throw new MongoError(16412, `FieldPath field names may not contain '.'.`);
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
  if (!signature)
    throw refusedExpressions.has(operator)
      ? notSupported(`the expression ${operator}`, operator)
      : new MongoError(168, `Unrecognized expression '${operator}'`);
  const { nullThrough } = signature;
  const run = signature.bind(collationOf(variables));
  const parts = signature.read(argument, operator).map((part) => compileExpression(part, variables));
  return (document) => {
    const values = parts.map((part) => part(document));
    if (nullThrough && values.some((value) => value === null || value === undefined)) return null;
    return run(...values);
  };
}
