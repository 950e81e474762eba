import { expect, it } from 'vitest';
import { requestClassesOf } from '../../../src/plan/config/requests.js';

it('reads texts and objects, and gives each a name of its own', () => {
  const classes = requestClassesOf([
    '/items',
    'GET /items',
    'PATCH /items/{item}',
    { name: 'GET /a', path: '/b' },
    '/a',
    { path: '/big', weight: 3, stream: true, varies: true, expect: { status: 206, contains: 'x' } },
  ]);
  expect(classes.map(({ name, weight, method, path, kind }) => [name, weight, method, path, kind])).toEqual([
    ['GET /items', 1, 'GET', '/items', 'plain'],
    ['GET /items 2', 1, 'GET', '/items', 'plain'],
    ['PATCH /items/{item}', 1, 'PATCH', '/items/{item}', 'plain'],
    ['GET /a', 1, 'GET', '/b', 'plain'],
    ['GET /a 2', 1, 'GET', '/a', 'plain'],
    ['GET /big', 3, 'GET', '/big', 'stream'],
  ]);
  expect(classes[5]).toMatchObject({ varies: true, expect: { status: 206, bodyContains: 'x' } });
});

it.each([
  ['JSON', { a: 1 }, undefined, '{"a":1}', { 'content-type': 'application/json' }],
  ['JSON of another type', [1], { 'Content-Type': 'a/b' }, '[1]', { 'Content-Type': 'a/b' }],
  ['a text', 'a=1', undefined, 'a=1', undefined],
])('sends %s', (_, body, headers, sent, sentHeaders) => {
  const [made] = requestClassesOf([{ method: 'POST', path: '/', body, ...(headers && { headers }) }]);
  expect([made?.body, made?.headers]).toEqual([sent, sentHeaders]);
});
