import type { Config, RequestConfig, ValuesConfig } from './config.js';
import { requestClassesOf } from './requests.js';
import type { Fault } from './schema/mistakes.js';
import { insteadOf } from './schema/words.js';

/** What the keys of a config say of each other. Each key by itself has been checked (`schema`). */
export function faultsBetween(config: Config): Fault[] {
  return [
    ...faultsInArms(config),
    ...faultsInValues(config),
    ...faultsInLogin(config),
    ...config.requests.flatMap(faultsOfRequest(config)),
  ];
}

function faultsInArms({ arms }: Config): Fault[] {
  if (!arms || Object.keys(arms).length !== 1) return [];
  return [{ path: ['arms'], problem: 'has one arm, which needs another to be compared with' }];
}

function faultsInValues({ values = {}, requests }: Config): Fault[] {
  const used = new Set(requestClassesOf(requests).flatMap(placeholdersIn));
  return Object.entries(values).flatMap(([name, given]): Fault[] => {
    const path = ['values', name];
    const unused = used.has(name)
      ? []
      : [{ path, problem: `no request uses it; write {${name}} in a path, a header or a body, or leave it out` }];
    if (Array.isArray(given)) return unused;
    const { list, file, column, from, to, skew, each } = given as Exclude<ValuesConfig, readonly unknown[]>;
    const told = [
      list !== undefined && 'a list',
      file !== undefined && 'a file',
      (from ?? to) !== undefined && 'a range',
    ];
    const kinds = told.filter((kind) => kind !== false);
    if (column !== undefined && file === undefined)
      return [...unused, { path: [...path, 'column'], problem: 'is of a file; name one, or leave it out' }];
    if (skew !== undefined && each !== undefined)
      return [...unused, { path, problem: 'is skewed, and new each time; leave one of them out' }];
    if (kinds.length > 1) return [...unused, { path, problem: `has ${kinds.join(' and ')}; leave one of them out` }];
    if (list === undefined && file === undefined && (from === undefined || to === undefined))
      return [...unused, { path, problem: 'must have a list, a file, or from and to' }];
    if (from !== undefined && to !== undefined && from > to)
      return [...unused, { path, problem: `from ${from} to ${to} holds nothing; give the lower number first` }];
    return unused;
  });
}

function faultsInLogin({ login, values, requests }: Config): Fault[] {
  if (!login) return [];
  const faults: Fault[] = [];
  const used = requestClassesOf(requests).flatMap(placeholdersIn);
  if (login.token !== undefined && !used.includes('token')) {
    const problem = 'no request uses it; write {token} in a header: { authorization: "Bearer {token}" }';
    faults.push({ path: ['login', 'token'], problem });
  }
  if (values?.token !== undefined)
    faults.push({ path: ['values', 'token'], problem: 'is what the login gives; take another name' });
  if (login.body !== undefined && (login.method === 'GET' || login.method === 'HEAD'))
    faults.push({ path: ['login', 'body'], problem: `a ${login.method} has no body; leave it out` });
  return faults;
}

function placeholdersIn(parts: Pick<RequestConfig, 'path' | 'headers' | 'body'>): string[] {
  const text = JSON.stringify([parts.path, parts.headers ?? {}, parts.body ?? '']);
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

const faultsOfRequest =
  (config: Config) =>
  (given: string | RequestConfig, index: number): Fault[] => {
    const [request] = requestClassesOf([given]);
    if (!request) return [];
    const faults: Fault[] = [];
    const fault = (problem: string, ...path: readonly PropertyKey[]) =>
      faults.push({ path: ['requests', index, ...path], problem });
    const known = [...Object.keys(config.values ?? {}), ...(config.login?.token === undefined ? [] : ['token'])];
    // In a body that is JSON, braces are its own.
    for (const name of placeholdersIn({ path: request.path, headers: request.headers ?? {} }))
      if (!known.includes(name))
        fault(
          `{${name}} stands for nothing; ${known.length === 0 ? `add values: { ${name}: [1, 2, 3] }` : insteadOf(name, known)}`,
        );
    if (typeof given === 'string') return faults;
    const { method = 'GET', body, expect, name } = given;
    if (body !== undefined && (method === 'GET' || method === 'HEAD'))
      fault(`a ${method} has no body; leave it out, or name another method`, 'body');
    if (method === 'HEAD' && expect?.contains !== undefined)
      fault('the answer to HEAD has no body; leave it out', 'expect', 'contains');
    const before = config.requests.slice(0, index);
    if (name !== undefined && before.some((other) => typeof other === 'object' && other.name === name))
      fault(`another request is named "${name}"; give one of them another name`, 'name');
    return faults;
  };
