import { Binary, BSONRegExp, type Document, Double, type ObjectId, type Timestamp } from 'bson';
import { isNumber, toJsNumber, typeAlias } from '../../mongo-language/values/values.js';

/** A double shows a place, so that it is not taken for an integer. */
function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan.0';
  if (!Number.isFinite(value)) return value < 0 ? '-inf.0' : 'inf.0';
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}

function binaryText(value: Binary): string {
  if (value.sub_type === Binary.SUBTYPE_UUID && value.position === 16) return `UUID("${value.toUUID().toString()}")`;
  return `BinData(${value.sub_type}, ${Buffer.from(value.value()).toString('hex').toUpperCase()})`;
}

/** A value as mongod writes it in E11000 messages and in the bounds that `explain` shows. */
export function shellText(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Double) return doubleText(value.value);
  if (isNumber(value)) return Number.isNaN(toJsNumber(value)) ? 'nan' : value.toString();
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Binary) return binaryText(value);
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(shellText).join(', ')} ]`;
  switch (typeAlias(value)) {
    case 'objectId':
      return `ObjectId('${(value as ObjectId).toHexString()}')`;
    case 'timestamp':
      return `Timestamp(${(value as Timestamp).getHighBits()}, ${(value as Timestamp).getLowBits()})`;
    case 'minKey':
      return 'MinKey';
    case 'maxKey':
      return 'MaxKey';
    case 'object':
      return documentText(value as Document);
    default:
      return String(value);
  }
}

export function documentText(document: Document): string {
  const fields = Object.entries(document).map(([name, value]) => `${name}: ${shellText(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
