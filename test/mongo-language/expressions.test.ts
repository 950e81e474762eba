import { BSONRegExp, Decimal128, type Document, Double, EJSON, Int32, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/mongo-language/expression/expression.js';

const int = (value: number) => new Int32(value);
const double = (value: number) => new Double(value);
const decimal = (text: string) => Decimal128.fromString(text);
const ints = (...values: number[]) => values.map(int);
const date = (text: string) => new Date(text);

const document = { n: int(5), l: ints(1, 2, 1), s: 'Ärger', at: date('2021-11-07T06:30:00Z') };
const evaluate = (expression: unknown, from: Document = document) => compileExpression(expression, {})(from);
const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });
const codeOf = (expression: unknown) => {
  try {
    return evaluate(expression);
  } catch (error) {
    return (error as { code: number }).code;
  }
};

describe('expressions give the value and the type that the manual says', () => {
  it.each<[expression: unknown, value: unknown]>([
    [{ $zip: { inputs: [['a', 'b'], ints(1)] } }, [['a', int(1)]]],
    [
      { $zip: { inputs: [['a', 'b'], ints(1)], useLongestLength: true, defaults: ['x', 'y'] } },
      [
        ['a', int(1)],
        ['b', 'y'],
      ],
    ],
    [{ $zip: { inputs: [['a'], null] } }, null],
    [{ $regexMatch: { input: '$s', regex: 'ä', options: 'i' } }, true],
    [
      { $regexFind: { input: 'ü-cat', regex: new BSONRegExp('c(a)(x)?t') } },
      { match: 'cat', idx: int(2), captures: ['a', null] },
    ],
    [{ $regexFind: { input: 'dog', regex: 'cat' } }, null],
    [
      { $regexFindAll: { input: 'a1b22', regex: '[0-9]+' } },
      [
        { match: '1', idx: int(1), captures: [] },
        { match: '22', idx: int(3), captures: [] },
      ],
    ],
    [{ $regexFindAll: { input: null, regex: 'x' } }, []],
    [{ $dateFromParts: { year: int(2020), month: int(14), day: int(0), hour: int(25) } }, date('2021-02-01T01:00:00Z')],
    [
      { $dateFromParts: { isoWeekYear: int(2020), isoWeek: int(53), isoDayOfWeek: int(7) } },
      date('2021-01-03T00:00:00Z'),
    ],
    [{ $dateFromParts: { year: int(2021), month: int(7), timezone: 'Europe/Berlin' } }, date('2021-06-30T22:00:00Z')],
    [{ $dateFromParts: { year: int(50) } }, date('0050-01-01T00:00:00Z')],
    [{ $dateFromParts: { year: null } }, null],
    [
      { $dateToParts: { date: '$at', timezone: 'America/New_York' } },
      {
        year: int(2021),
        month: int(11),
        day: int(7),
        hour: int(1),
        minute: int(30),
        second: int(0),
        millisecond: int(0),
      },
    ],
    [
      { $dateToParts: { date: date('2021-01-03T00:00:00Z'), iso8601: true } },
      {
        isoWeekYear: int(2020),
        isoWeek: int(53),
        isoDayOfWeek: int(7),
        hour: int(0),
        minute: int(0),
        second: int(0),
        millisecond: int(0),
      },
    ],
    [{ $dateTrunc: { date: '$at', unit: 'hour', timezone: 'America/New_York' } }, date('2021-11-07T06:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'hour', timezone: 'Asia/Kolkata' } }, date('2021-11-07T06:30:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'minute', binSize: int(20) } }, date('2021-11-07T06:20:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'month', binSize: int(5) } }, date('2021-09-01T00:00:00Z')],
    [{ $dateToString: { date: '$at', format: '%b %B' } }, 'Nov November'],
    [{ $dateToString: { date: '$at', timezone: '+00:00' } }, '2021-11-07T06:30:00.000Z'],
    [{ $dateFromString: { dateString: '2021-07-01', timezone: 'Europe/Berlin' } }, date('2021-06-30T22:00:00Z')],
    [{ $dateFromString: { dateString: null, onNull: 'none' } }, 'none'],
    [{ $stdDevPop: [ints(2, 4, 4, 4, 5, 5, 7, 9)] }, double(2)],
    [{ $stdDevSamp: [ints(1)] }, null],
    [{ $firstN: { n: int(2), input: '$l' } }, ints(1, 2)],
    [{ $lastN: { n: int(2), input: '$l' } }, ints(2, 1)],
    [{ $maxN: { n: int(2), input: [int(3), null, int(7), int(5)] } }, ints(7, 5)],
    [{ $minN: { n: int(9), input: [int(3), null, int(7)] } }, ints(3, 7)],
    [{ $filter: { input: '$l', cond: true, limit: int(1) } }, ints(1)],
    [{ $indexOfArray: ['$l', int(1), int(1)] }, int(2)],
    [{ $indexOfArray: ['$l', int(1), int(1), int(2)] }, int(-1)],
    [{ $toUpper: int(5) }, '5'],
    [{ $substr: [int(2014), int(0), int(2)] }, '20'],
    [{ $toLower: date('2021-11-07T06:30:00Z') }, '2021-11-07t06:30:00.000z'],
    [
      {
        $arrayToObject: [
          [
            { k: 'b', v: int(1) },
            { k: 'a', v: int(2) },
          ],
        ],
      },
      { b: int(1), a: int(2) },
    ],
    [{ $divide: [decimal('1'), int(3)] }, decimal('0.3333333333333333333333333333333333')],
    [{ $divide: [decimal('10.0'), int(4)] }, decimal('2.5')],
    [{ $divide: [decimal('1'), double(0.1)] }, decimal('1E+1')],
    [{ $avg: [[decimal('1'), decimal('2'), int(4)]] }, decimal('2.333333333333333333333333333333333')],
    [
      { $multiply: [decimal('1234567890123456789'), decimal('1234567890123456789')] },
      decimal('1.524157875323883675019051998750191E+36'),
    ],
    [{ $add: [decimal('1'), double(0.5)] }, decimal('1.500000000000000000000000000000000')],
    [{ $toDecimal: double(2.5) }, decimal('2.50000000000000')],
  ])('%j', (expression, value) => {
    expect(text(evaluate(expression))).toBe(text(value));
  });
});

describe('an expression that is ill-formed has the code of mongod', () => {
  it.each<[expression: unknown, code: number]>([
    [{ $foo: 1 }, 168],
    [{ $sin: 1 }, 238],
    ['$', 16872],
    ['$a.', 40353],
    ['$a..b', 15998],
    ['$a.$b', 16410],
    [{ $arrayToObject: [{ $literal: [['a', 1, 2]] }] }, 40397],
    [{ $arrayToObject: [{ $literal: [{ k: 'a' }] }] }, 40392],
    [{ $arrayToObject: [{ $literal: [{ k: 'a', w: 1 }] }] }, 40393],
    [{ $arrayToObject: [{ $literal: [['a', 1], { k: 'a', v: 1 }] }] }, 40396],
    [{ $arrayToObject: [{ $literal: [{ k: 'a', v: 1 }, ['a', 1]] }] }, 40391],
    [{ $arrayToObject: [{ $literal: [[1, 1]] }] }, 40395],
    [{ $arrayToObject: [{ $literal: [{ k: 1, v: 1 }] }] }, 40394],
    [{ $arrayToObject: ['x'] }, 40386],
    [{ $arrayToObject: [['x']] }, 40398],
    [{ $objectToArray: 'x' }, 40390],
    [{ $mergeObjects: ['x'] }, 40400],
    [{ $concat: ['x', int(1)] }, 16702],
    [{ $toUpper: [['x']] }, 16007],
    [{ $substrCP: ['x', 'y', int(1)] }, 34450],
    [{ $substrBytes: ['x', 'y', int(1)] }, 16034],
    [{ $strLenCP: int(1) }, 34471],
    [{ $split: [int(1), 'x'] }, 40085],
    [{ $split: ['x', ''] }, 40087],
    [{ $indexOfCP: [int(1), 'x'] }, 40093],
    [{ $trim: { input: int(1) } }, 50699],
    [{ $replaceOne: { input: int(1), find: 'x', replacement: 'y' } }, 51746],
    [{ $slice: ['x', int(1)] }, 28724],
    [{ $slice: ['$l', int(1), int(0)] }, 28729],
    [{ $arrayElemAt: ['x', int(1)] }, 28689],
    [{ $arrayElemAt: ['$l', 'x'] }, 28690],
    [{ $concatArrays: ['x'] }, 28664],
    [{ $reverseArray: 'x' }, 34435],
    [{ $in: ['x', 'y'] }, 40081],
    [{ $indexOfArray: ['x', 'y'] }, 40090],
    [{ $indexOfArray: ['$l', int(1), int(-1)] }, 40097],
    [{ $range: ['x', int(1)] }, 34443],
    [{ $range: [int(0), int(1), int(0)] }, 34449],
    [{ $filter: { input: 'x', cond: true } }, 28651],
    [{ $filter: { input: '$l' } }, 28650],
    [{ $filter: { input: '$l', cond: true, limit: int(0) } }, 327391],
    [{ $map: { input: 'x', in: 1 } }, 16883],
    [{ $map: { input: '$l' } }, 16882],
    [{ $reduce: { input: '$l', in: 1 } }, 40078],
    [{ $reduce: { input: 'x', initialValue: 1, in: 1 } }, 40080],
    [{ $let: { vars: {} } }, 16877],
    [{ $cond: { if: true, else: 1 } }, 17081],
    [{ $cond: { if: true, other: 1 } }, 17083],
    [{ $switch: { branches: [] } }, 40068],
    [{ $switch: { branches: 1 } }, 40061],
    [{ $switch: { branches: [{ case: true }] } }, 40065],
    [{ $regexMatch: { input: int(1), regex: 'x' } }, 51104],
    [{ $regexMatch: { input: 'x', regex: int(1) } }, 51105],
    [{ $regexMatch: { input: 'x', regex: '(' } }, 51111],
    [{ $regexMatch: { input: 'x', regex: 'x', options: 'q' } }, 51108],
    [{ $regexFind: { input: 'x' } }, 31023],
    [{ $regexFind: { input: 'x', regex: new BSONRegExp('x', 'i'), options: 'i' } }, 51107],
    [{ $zip: { inputs: [] } }, 34465],
    [{ $zip: { inputs: ['x'] } }, 34468],
    [{ $zip: { inputs: [[]], defaults: [1] } }, 34466],
    [{ $dateFromParts: { month: int(1) } }, 40516],
    [{ $dateFromParts: { year: int(2020), isoWeek: int(1) } }, 40489],
    [{ $dateFromParts: { year: 'x' } }, 40515],
    [{ $dateFromParts: { year: int(0) } }, 40523],
    [{ $dateToParts: { date: 'x' } }, 16006],
    [{ $dateToParts: { date: '$at', iso8601: 1 } }, 40521],
    [{ $year: 'x' }, 16006],
    [{ $dateToString: { date: '$at', format: '%Q' } }, 18536],
    [{ $dateToString: { date: '$at', format: '%' } }, 18535],
    [{ $firstN: { n: int(0), input: '$l' } }, 5787908],
    [{ $firstN: { n: 'x', input: '$l' } }, 5787902],
    [{ $firstN: { input: '$l' } }, 5787906],
    [{ $firstN: { n: int(1), input: 'x' } }, 5788200],
    [{ $divide: [int(1), int(0)] }, 2],
    [{ $divide: ['x', int(1)] }, 14],
  ])('%j: %i', (expression, code) => {
    expect(codeOf(expression)).toBe(code);
  });

  it('a long that an operator makes stays a long', () => {
    expect(text(evaluate({ $add: [Long.fromNumber(1), int(1)] }))).toBe(text(Long.fromNumber(2)));
  });
});
