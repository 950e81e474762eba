import { parse } from 'csv-parse/sync';
import { type Checked, type Mistake, unlessMistaken } from '../checked.js';
import type { Config, ValuesConfig } from './config.js';

/** More would make every record as large. */
const mostMembers = 100_000;

type FileValues = Exclude<ValuesConfig, readonly unknown[]> & { readonly file: string };

function isOfFile(values: ValuesConfig): values is FileValues {
  return 'file' in values && values.file !== undefined;
}

/** The files that a config's values lie in. */
export function valueFilesOf({ values = {} }: Pick<Config, 'values'>): readonly string[] {
  return Object.values(values).flatMap((each) => (isOfFile(each) ? [each.file] : []));
}

/** A file's text, or why it cannot be had. */
export type FileText = { readonly text: string } | { readonly problem: string };

type Members = { readonly members: readonly string[] } | { readonly problem: string };

/** The rows of a file as values by column: a text or a number in a JSON list stands in a column without a name. */
function membersIn(text: string, { file, column }: FileValues): Members {
  const rows = /\.json$/i.test(file) ? jsonRows(text) : csvRows(text);
  if ('problem' in rows) return rows;
  const [first] = rows.rows;
  if (!first) return { problem: 'holds no value' };
  const name = column ?? Object.keys(first)[0] ?? '';
  if (!(name in first)) return { problem: `has no column "${name}"; there are ${Object.keys(first).join(', ')}` };
  const members = rows.rows.map((row) => row[name]);
  const missing = members.findIndex((member) => member === undefined || member === '');
  if (missing >= 0) return { problem: `has no ${name} in row ${missing + 1}` };
  if (members.length > mostMembers) return { problem: `holds ${members.length} values; ${mostMembers} at most` };
  return { members: members.map(String) };
}

type Rows = { readonly rows: readonly Readonly<Record<string, unknown>>[] } | { readonly problem: string };

function csvRows(text: string): Rows {
  try {
    return { rows: parse(text, { columns: true, skip_empty_lines: true, bom: true, trim: true }) };
  } catch (error) {
    return { problem: `is no CSV with a line of names: ${(error as Error).message}` };
  }
}

function jsonRows(text: string): Rows {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
  const plain = (each: unknown) => typeof each === 'string' || typeof each === 'number';
  if (Array.isArray(value) && value.every(plain)) return { rows: value.map((each) => ({ '': each })) };
  if (Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null)) return { rows: value };
  return { problem: 'must hold a list of texts, of numbers or of objects' };
}

/** The config with lists in the place of its files, whose texts are given by name. */
export function withFileValues(config: Config, texts: ReadonlyMap<string, FileText>): Checked<Config> {
  const mistakes: Mistake[] = [];
  const values = Object.entries(config.values ?? {}).map(([name, each]): [string, ValuesConfig] => {
    if (!isOfFile(each)) return [name, each];
    const { file, column: _, ...others } = each;
    const text = texts.get(file) ?? { problem: 'was not read' };
    const found = 'problem' in text ? text : membersIn(text.text, each);
    if ('members' in found) return [name, { ...others, list: found.members }];
    mistakes.push({ where: `values.${name}`, problem: `${file} ${found.problem}` });
    return [name, each];
  });
  return unlessMistaken(mistakes, () => (config.values ? { ...config, values: Object.fromEntries(values) } : config));
}
