import { z } from 'zod';
import { requestMethods } from '../../../model/scenario.js';
import type { LoginConfig, RequestConfig, ValuesConfig } from '../config.js';
import { among, byName, either, keysOf, listOf, number, positive, type Shape, text, yesOrNo } from './leaves.js';
import { notAmong, requestPath, status } from './server.js';

const methods: readonly string[] = requestMethods;

function whyNoLine(wrong: string): string | undefined {
  const [, method, rest = ''] = /^([A-Za-z]+)\s+(.*)$/.exec(wrong) ?? [];
  if (method !== undefined && !methods.includes(method)) return notAmong(method, methods);
  const path = method === undefined ? wrong : rest;
  const inner = requestPath.safeParse(path);
  return inner.success ? undefined : `its path ${inner.error.issues[0]?.message}`;
}

const line = text('a request such as "GET /items"', new RegExp(`^((${methods.join('|')}) )?/[^\\s#]*$`), whyNoLine);

/** What the load generator says of itself: a header by that name would make the request another one than was meant. */
const ownHeaders = ['host', 'connection', 'content-length', 'transfer-encoding'];
const headerName = text(
  'the name of a header',
  new RegExp(`^(?!(${ownHeaders.map(anyCase).join('|')})$)[!#$%&'*+.^_\`|~0-9A-Za-z-]+$`),
  (wrong) =>
    ownHeaders.includes(wrong.toLowerCase())
      ? 'is set by the load generator; leave it out'
      : `"${wrong}" is not the name of a header; use letters, digits and -`,
);

/** A pattern without flags, because JSON schemas have none. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

const headers = byName(
  'headers by name, as in { accept: "text/html" }',
  headerName,
  text('a text on one line', /^[^\r\n]*$/),
);

export const login = keysOf<LoginConfig>('an object with a path', {
  method: among(requestMethods).optional(),
  path: requestPath,
  headers: headers.optional(),
  body: z.unknown().optional(),
  status: status.optional(),
  token: text('the name of a field, as in "data.accessToken"').optional(),
});

type Expect = NonNullable<RequestConfig['expect']>;

const requestShape: Shape<RequestConfig> = {
  name: text('a name such as "one item"').optional(),
  weight: positive('a number above 0').optional(),
  method: among(requestMethods).optional(),
  path: requestPath,
  headers: headers.optional(),
  body: z.unknown().optional(),
  expect: keysOf<Expect>('an object with status and contains', {
    status: status.optional(),
    contains: text('a text that the body has').optional(),
  }).optional(),
  varies: either<boolean, readonly string[]>(
    'true, or a list of the JSON fields that vary',
    yesOrNo(),
    listOf('a list of JSON fields, as in ["time"]', text('the name of a field')),
  ).optional(),
  stream: yesOrNo().optional(),
};

export const request = either<string, RequestConfig>(
  'a text such as "GET /items", or an object with a path',
  line,
  keysOf<RequestConfig>('an object with a path', requestShape),
);

const placeholderName = text(
  'a name of letters, digits and _',
  /^\w+$/,
  (wrong) => `"${wrong}" cannot be a placeholder; use letters, digits and _`,
);

const member = either<string, number>('a text or a number', text('a text', /^[\s\S]*$/), z.number());
const list = listOf<string | number>('a list of texts or numbers', member);

type Values = Exclude<ValuesConfig, readonly unknown[]>;
const bound = number('a whole number, 0 or more', { least: 0, whole: true }).optional();

const values = either<readonly (string | number)[], Values>(
  'a list, or an object with list, file, or from and to',
  list,
  keysOf<Values>('an object', {
    list: list.optional(),
    file: text('a file, as in "items.csv"').optional(),
    column: text('the name of a column').optional(),
    from: bound,
    to: bound,
    skew: number('a number, 0 or more', { least: 0 }).optional(),
    each: among(['new']).optional(),
  }),
);

export const valuesByName = byName('values by name, as in { item: [1, 2, 3] }', placeholderName, values);
