import type { Document } from 'bson';
import { MongoError } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import type { CompileExpression, Expression, Variables } from './variables.js';

/** Compiles an operator that decides itself which of its arguments are evaluated, and with which variables. */
type Binder = (argument: unknown, variables: Variables, compile: CompileExpression) => Expression;

export function truthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && !(isNumber(value) && toJsNumber(value) === 0);
}

/** An argument of named parts, of which some must be there. */
function parts(argument: unknown, needed: readonly string[], optional: readonly string[] = []): Document {
  const names = isDocument(argument) ? Object.keys(argument) : [];
  const unknown = names.find((name) => !needed.includes(name) && !optional.includes(name));
  const missing = needed.find((name) => !names.includes(name));
  if (!isDocument(argument) || unknown || missing)
    throw new MongoError(9, `the argument must be an object with the fields ${[...needed, ...optional].join(', ')}`);
  return argument;
}

/** An operator over the members of an array, each bound to a variable; null for no array there. */
function overArray(input: Expression, run: (members: readonly unknown[], document: Document) => unknown): Expression {
  return (document) => {
    const members = input(document);
    if (members === null || members === undefined) return null;
    if (!Array.isArray(members)) throw new MongoError(16883, 'the input must be an array');
    return run(members, document);
  };
}

/** New variables with the expressions that fill them; all are evaluated before any is filled. */
export function bindAll(bound: Document, variables: Variables, compile: CompileExpression) {
  const parts = Object.entries(bound).map(([name, expression]) => {
    if (!/^[a-z\u0080-\uffff]\w*$/.test(name)) throw new MongoError(16867, `'${name}' is not a valid variable name`);
    return { name, cell: { value: undefined as unknown }, evaluate: compile(expression, variables) };
  });
  const cells: Variables = Object.fromEntries(parts.map(({ name, cell }) => [name, cell]));
  const fill = (document: Document) => {
    const values = parts.map(({ evaluate }) => evaluate(document));
    for (const [index, { cell }] of parts.entries()) cell.value = values[index];
  };
  return { cells, fill };
}

const listOf = (argument: unknown) => (Array.isArray(argument) ? argument : [argument]);

export const binders: Readonly<Record<string, Binder>> = {
  $literal: (argument) => () => argument,
  $and: (argument, variables, compile) => {
    const tests = listOf(argument).map((part) => compile(part, variables));
    return (document) => tests.every((test) => truthy(test(document)));
  },
  $or: (argument, variables, compile) => {
    const tests = listOf(argument).map((part) => compile(part, variables));
    return (document) => tests.some((test) => truthy(test(document)));
  },
  $ifNull: (argument, variables, compile) => {
    if (!Array.isArray(argument) || argument.length < 2)
      throw new MongoError(1257300, '$ifNull needs at least two arguments');
    const choices = argument.map((part) => compile(part, variables));
    const last = choices.at(-1);
    return (document) => {
      for (const choice of choices.slice(0, -1)) {
        const value = choice(document);
        if (value !== null && value !== undefined) return value;
      }
      return last?.(document);
    };
  },
  $cond: (argument, variables, compile) => {
    if (Array.isArray(argument) && argument.length !== 3)
      throw new MongoError(16020, `Expression $cond takes exactly 3 arguments. ${argument.length} were passed in.`);
    const choice = Array.isArray(argument)
      ? argument
      : ['if', 'then', 'else'].map((name) => parts(argument, ['if', 'then', 'else'])[name]);
    const [test, then, otherwise] = choice.map((part) => compile(part, variables));
    return (document) => (truthy(test?.(document)) ? then?.(document) : otherwise?.(document));
  },
  $switch: (argument, variables, compile) => {
    const { branches, default: fallback } = parts(argument, ['branches'], ['default']);
    if (!Array.isArray(branches) || branches.length === 0)
      throw new MongoError(40068, '$switch requires at least one branch.');
    const cases = branches.map((branch) => {
      const { case: test, then } = parts(branch, ['case', 'then']);
      return [compile(test, variables), compile(then, variables)] as const;
    });
    const otherwise = fallback === undefined ? undefined : compile(fallback, variables);
    return (document) => {
      const found = cases.find(([test]) => truthy(test(document)));
      if (found) return found[1](document);
      if (otherwise) return otherwise(document);
      throw new MongoError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    };
  },
  $let: (argument, variables, compile) => {
    const { vars, in: body } = parts(argument, ['vars', 'in']);
    const { cells, fill } = bindAll(parts(vars, Object.keys(vars ?? {})), variables, compile);
    const run = compile(body, { ...variables, ...cells });
    return (document) => {
      fill(document);
      return run(document);
    };
  },
  $map: (argument, variables, compile) => {
    const { input, as = 'this', in: body } = parts(argument, ['input', 'in'], ['as']);
    const cell = { value: undefined as unknown };
    const run = compile(body, { ...variables, [as]: cell });
    return overArray(compile(input, variables), (members, document) =>
      members.map((member) => {
        cell.value = member;
        return run(document) ?? null;
      }),
    );
  },
  $filter: (argument, variables, compile) => {
    const { input, as = 'this', cond } = parts(argument, ['input', 'cond'], ['as']);
    const cell = { value: undefined as unknown };
    const test = compile(cond, { ...variables, [as]: cell });
    return overArray(compile(input, variables), (members, document) =>
      members.filter((member) => {
        cell.value = member;
        return truthy(test(document));
      }),
    );
  },
  $reduce: (argument, variables, compile) => {
    const { input, initialValue, in: body } = parts(argument, ['input', 'initialValue', 'in']);
    const [member, sofar] = [{ value: undefined as unknown }, { value: undefined as unknown }];
    const initial = compile(initialValue, variables);
    const run = compile(body, { ...variables, this: member, value: sofar });
    return overArray(compile(input, variables), (members, document) =>
      members.reduce((value, next) => {
        member.value = next;
        sofar.value = value;
        return run(document);
      }, initial(document)),
    );
  },
};
