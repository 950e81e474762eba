import { describe, expect, it } from 'vitest';
import { asksFor, fill, fillAll } from '../../src/model/placeholders.js';

describe('placeholders', () => {
  it('are filled in wherever they stand, and what is none stays', () => {
    const values = { port: '0', database: 'mongodb://made/$&' };
    expect(fill('--port={port} {database} {port}', values)).toBe('--port=0 mongodb://made/$& 0');
    expect(fill('{"port":1} {folder} {PORT} {}', values)).toBe('{"port":1} {folder} {PORT} {}');
    expect(fillAll({ URI: '{database}', A: 'b' }, { database: 'x' })).toEqual({ URI: 'x', A: 'b' });
  });

  it('are found anywhere in a target or an arm', () => {
    expect(asksFor('database', [{ env: { URI: '{database}' } }])).toBe(true);
    expect(asksFor('database', { command: ['node', '--db={database}'] })).toBe(true);
    expect(asksFor('database', { env: { DATABASE: 'database', A: '{folder}' } })).toBe(false);
  });
});
