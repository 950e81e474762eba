import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// What comments and documents cite can be read by whoever reads them: it is in the repository, at the place that they
// name.

const root = resolve(import.meta.dirname, '..');
const own = 'test/citations.test.ts';

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
    .filter((name) => name !== own);
}

const sources = ['src', 'scenarios', 'test'].flatMap((folder) => filesIn(folder, /\.(ts|cts|mjs)$/));
const documents = [
  ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'],
  ...['docs', 'src', 'reports'].flatMap((folder) => filesIn(folder, /\.md$/)),
];

const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

interface Found {
  readonly file: string;
  readonly match: RegExpMatchArray;
}

function findAll(files: readonly string[], pattern: RegExp): Found[] {
  return files.flatMap((file) => [...textOf(file).matchAll(pattern)].map((match) => ({ file, match })));
}

const told = ({ file, match }: Found) => `${file}: ${match[0]}`;

describe('citations', () => {
  it('of the method name a section that it has', () => {
    const sections = new Set([...textOf('docs/method.md').matchAll(/^## (\d+)\. /gm)].map(([, section]) => section));
    const cited = findAll([...sources, ...documents], /docs\/method\.md §([\d.]+\d|\d+)/g);
    expect(cited.length).toBeGreaterThan(8);
    expect(cited.filter(({ match }) => !sections.has(match[1])).map(told)).toEqual([]);
  });

  it('the sections of the method are numbered without a gap, and cite each other rightly', () => {
    const text = textOf('docs/method.md');
    const sections = [...text.matchAll(/^## (\d+)\. /gm)].map(([, section]) => Number(section));
    expect(sections).toEqual(sections.map((_, i) => i + 1));
    const inside = [...text.matchAll(/§(\d+)/g)].map(([, section]) => Number(section));
    expect(inside.filter((section) => section > sections.length)).toEqual([]);
    const listed = [...text.slice(text.indexOf('Sources\n')).matchAll(/^(\d+)\. /gm)].map(([, source]) => source);
    const sourcesCited = [...text.matchAll(/\[(\d+)\](?!\()/g)].map(([, source]) => source);
    expect([...new Set(sourcesCited)].toSorted()).toEqual(listed.toSorted());
  });

  it('by a section sign are of the method, or of a published standard or book that they name', () => {
    const others = findAll(sources, /[^\n]{0,24}§/g).filter(
      ({ match }) => !/(docs\/method\.md|RFC \d+|GFM|ISO\/IEC [\d-]+|Numerical Recipes) §$/.test(match[0]),
    );
    expect(others.map(told)).toEqual([]);
  });

  it('of files name files that are there', () => {
    const paths = /(?<![\w./@{-])(?:src|test|docs|reports|scenarios|bin)\/[\w./-]+\.(?:ts|cts|mjs|js|md|json|jsonl)\b/g;
    const commented = findAll(sources, /^\s*(?:\/\/|\/?\*).*$/gm).flatMap(({ file, match }) =>
      [...match[0].matchAll(paths)].map((path) => ({ file, match: path })),
    );
    const cited = [...commented, ...findAll(documents, paths)];
    expect(cited.filter(({ match }) => !existsSync(join(root, match[0]))).map(told)).toEqual([]);
  });

  it('of the architecture name files and rooms that are there', () => {
    const cited = findAll(['ARCHITECTURE.md'], /`([a-z-]+(?:\/[\w-]+)+(?:\.ts)?)`/g);
    expect(cited.length).toBeGreaterThan(40);
    // The rooms of reports are being laid out.
    const rooms = cited.filter(({ match }) => !match[1]?.startsWith('report/'));
    expect(rooms.filter(({ match }) => !existsSync(join(root, 'src', match[1] ?? ''))).map(told)).toEqual([]);
  });

  it('of documents lead to documents of this repository', () => {
    const named = findAll(sources, /(?<![\w/.-])[\w/.-]*\w\.md\b/g)
      .filter(({ match }) => !/(^|\/)(report|README)\.md$/.test(match[0]))
      .filter(({ match }) => !existsSync(join(root, match[0])));
    expect(named.map(told)).toEqual([]);
    expect(findAll([...sources, ...documents], /shared\/[\w-]+/g).map(told)).toEqual([]);
  });

  it('the links of documents lead somewhere', () => {
    const links = findAll(documents, /\]\((?!https?:|#)([^)\s]+)\)/g);
    expect(links.length).toBeGreaterThan(5);
    const dead = links.filter(({ file, match }) => {
      const [path = ''] = (match[1] ?? '').split('#');
      return !existsSync(resolve(root, dirname(file), path));
    });
    expect(dead.map(told)).toEqual([]);
  });
});
