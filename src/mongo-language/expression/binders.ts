import type { Document } from 'bson';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import { codes, parts, readLimit } from './binder-arguments.js';
import { truthy } from './truth.js';
import type { CompileExpression, Expression, Variables } from './variables.js';

/** Compiles an operator that decides itself which of its arguments are evaluated, and with which variables. */
type Binder = (argument: unknown, variables: Variables, compile: CompileExpression) => Expression;

/** An operator over the members of an array, each bound to a variable; null for no array there. */
function overArray(
  code: number,
  input: Expression,
  run: (members: readonly unknown[], document: Document) => unknown,
): Expression {
  return (document) => {
    const members = input(document);
    if (members === null || members === undefined) return null;
    if (!Array.isArray(members)) throw new MongoError(code, `the input must be an array, not ${typeAlias(members)}`);
    return run(members, document);
  };
}

/** New variables with the expressions that fill them; all are evaluated before any is filled. */
export function bindAll(bound: Document, variables: Variables, compile: CompileExpression) {
  const parts = entriesOf(bound).map(([name, expression]) => {
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
      : ['if', 'then', 'else'].map((name) => parts('$cond', argument, codes.$cond)[name]);
    const [test, then, otherwise] = choice.map((part) => compile(part, variables));
    return (document) => (truthy(test?.(document)) ? then?.(document) : otherwise?.(document));
  },
  $switch: (argument, variables, compile) => {
    const { branches, default: fallback } = parts('$switch', argument, codes.$switch, ['default']);
    if (!Array.isArray(branches))
      throw new MongoError(40061, `$switch expected an array for 'branches', found: ${typeAlias(branches)}`);
    if (branches.length === 0) throw new MongoError(40068, '$switch requires at least one branch.');
    const cases = branches.map((branch) => {
      const { case: test, then } = parts('$switch', branch, codes.branch);
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
    const { vars, in: body } = parts('$let', argument, codes.$let);
    if (!isDocument(vars))
      throw new MongoError(10065, `invalid parameter: expected an object (vars), found ${typeAlias(vars)}`);
    const { cells, fill } = bindAll(vars, variables, compile);
    const run = compile(body, { ...variables, ...cells });
    return (document) => {
      fill(document);
      return run(document);
    };
  },
  $map: (argument, variables, compile) => {
    const { input, as = 'this', in: body } = parts('$map', argument, codes.$map, ['as']);
    const cell = { value: undefined as unknown };
    const run = compile(body, { ...variables, [as]: cell });
    return overArray(16883, compile(input, variables), (members, document) =>
      members.map((member) => {
        cell.value = member;
        return run(document) ?? null;
      }),
    );
  },
  $filter: (argument, variables, compile) => {
    const { input, as = 'this', cond, limit } = parts('$filter', argument, codes.$filter, ['as', 'limit']);
    const cell = { value: undefined as unknown };
    const test = compile(cond, { ...variables, [as]: cell });
    const most = limit === undefined ? undefined : compile(limit, variables);
    return overArray(28651, compile(input, variables), (members, document) => {
      const end = most ? readLimit(most(document)) : members.length;
      const kept: unknown[] = [];
      for (const member of members) {
        if (kept.length >= end) break;
        cell.value = member;
        if (truthy(test(document))) kept.push(member);
      }
      return kept;
    });
  },
  $reduce: (argument, variables, compile) => {
    const { input, initialValue, in: body } = parts('$reduce', argument, codes.$reduce);
    const [member, sofar] = [{ value: undefined as unknown }, { value: undefined as unknown }];
    const initial = compile(initialValue, variables);
    const run = compile(body, { ...variables, this: member, value: sofar });
    return overArray(40080, compile(input, variables), (members, document) =>
      members.reduce((value, next) => {
        member.value = next;
        sofar.value = value;
        return run(document);
      }, initial(document)),
    );
  },
};
