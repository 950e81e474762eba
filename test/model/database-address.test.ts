import { describe, expect, it } from 'vitest';
import { addressOf, withAddress } from '../../src/model/database-address.js';

const near = { host: '127.0.0.1', port: 4000 };

describe('the address of a database', () => {
  it.each([
    ['mongodb://127.0.0.1:27018/a', { host: '127.0.0.1', port: 27_018 }],
    ['mongodb://there', { host: 'there', port: 27_017 }],
    ['mongodb://me:pass%40word@there:1/a?authSource=admin', { host: 'there', port: 1 }],
    ['mongodb://[::1]:5/a', { host: '::1', port: 5 }],
    ['mongodb://[::1]/', { host: '::1', port: 27_017 }],
    ['mongodb://a:1,b:2/a', undefined],
    ['mongodb+srv://cluster.example/a', undefined],
    ['mongodb://%2Ftmp%2Fmongodb-27017.sock/a', undefined],
  ])('%s', (uri, address) => {
    expect(addressOf(uri)).toEqual(address);
  });

  it.each([
    ['mongodb://there:1/a', 'mongodb://127.0.0.1:4000/a?directConnection=true'],
    ['mongodb://there', 'mongodb://127.0.0.1:4000/?directConnection=true'],
    [
      'mongodb://me:pass@there/a?authSource=admin',
      'mongodb://me:pass@127.0.0.1:4000/a?authSource=admin&directConnection=true',
    ],
    ['mongodb://there/a?directConnection=false&w=1', 'mongodb://127.0.0.1:4000/a?directConnection=true&w=1'],
  ])('%s with another in its place', (uri, moved) => {
    expect(withAddress(uri, near)).toBe(moved);
  });
});
