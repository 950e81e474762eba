import { expect, it } from 'vitest';
import { valueFilesOf, withFileValues } from '../../../src/plan/config/value-files.js';

const configWith = (values: Record<string, unknown>) =>
  ({ start: 'node .', requests: ['GET /{id}'], values }) as Parameters<typeof withFileValues>[0];
const read = (file: string, text: string, more: object = {}) =>
  withFileValues(configWith({ id: { file, ...more } }), new Map([[file, { text }]]));

it.each([
  ['ids.csv', 'id,name\n7,seven\n8,"eight, or so"\n', {}, ['7', '8']],
  ['ids.csv', '\uFEFFid,name\r\n7,seven\r\n\r\n8,"eight, or so"\r\n', { column: 'name' }, ['seven', 'eight, or so']],
  ['ids.json', '[1, "two"]', {}, ['1', 'two']],
  ['ids.json', '[{"id":1,"name":"one"},{"id":2,"name":"two"}]', { column: 'name' }, ['one', 'two']],
])('%s holding %j', (file, text, more, list) => {
  expect(read(file, text, more)).toMatchObject({ state: 'good', value: { values: { id: { list } } } });
});

it.each([
  ['ids.csv', 'id\n', {}, 'ids.csv holds no value'],
  ['ids.csv', 'id,name\n7\n', {}, /^ids.csv is no CSV with a line of names: /],
  ['ids.csv', 'id,name\n7,\n', { column: 'name' }, 'ids.csv has no name in row 1'],
  ['ids.csv', 'id,name\n7,x\n', { column: 'nam' }, 'ids.csv has no column "nam"; there are id, name'],
  ['ids.json', '[1,', {}, /^ids.json is not JSON: /],
  ['ids.json', '{"ids":[1]}', {}, 'ids.json must hold a list of texts, of numbers or of objects'],
  ['ids.json', '[]', {}, 'ids.json holds no value'],
])('%s holding %j is told what is wrong', (file, text, more, problem) => {
  expect(read(file, text, more)).toEqual({
    state: 'mistaken',
    mistakes: [{ where: 'values.id', problem: typeof problem === 'string' ? problem : expect.stringMatching(problem) }],
  });
});

it('every file that cannot be read is told at once; what has none stays as it is', () => {
  const config = configWith({
    id: { file: 'a.csv' },
    other: { file: 'b.json' },
    plain: [1],
    range: { from: 1, to: 2 },
  });
  expect(valueFilesOf(config)).toEqual(['a.csv', 'b.json']);
  const texts = new Map([['a.csv', { problem: 'cannot be read (ENOENT); name a file that is there' }]]);
  expect(withFileValues(config, texts)).toEqual({
    state: 'mistaken',
    mistakes: [
      { where: 'values.id', problem: 'a.csv cannot be read (ENOENT); name a file that is there' },
      { where: 'values.other', problem: 'b.json was not read' },
    ],
  });
  const plain = configWith({ plain: [1], range: { from: 1, to: 2 } });
  expect(withFileValues(plain, new Map())).toEqual({ state: 'good', value: plain });
});
