import { Decimal128, type Document, Double, EJSON, Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { withCollation } from '../../src/mongo-language/expression/variables.js';
import { compilePipeline } from '../../src/mongo-language/pipeline/pipeline.js';
import { compileCollation } from '../../src/mongo-language/values/collation.js';

const int = (value: number) => new Int32(value);
const document = (n: number, g: string, score: number): Document => ({ _id: int(n), g, score: int(score) });
const documents = [document(1, 'a', 3), document(2, 'a', 9), document(3, 'b', 5), document(4, 'a', 7)];
const others = [document(5, 'c', 1)];

function run(pipeline: Document[], collation?: Document): readonly Document[] | number {
  try {
    const variables = withCollation({}, collation ? compileCollation(collation) : undefined);
    return compilePipeline(pipeline, { variables, find: () => others })(documents);
  } catch (error) {
    return (error as { code: number }).code;
  }
}
const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });
const group = (fields: Document) => [{ $group: { _id: '$g', ...fields } }];

describe('stages', () => {
  it.each<[pipeline: Document[], results: unknown]>([
    [
      group({ x: { $topN: { n: int(2), sortBy: { score: int(-1) }, output: '$_id' } } }),
      [
        { _id: 'a', x: [int(2), int(4)] },
        { _id: 'b', x: [int(3)] },
      ],
    ],
    [
      group({ x: { $bottomN: { n: int(2), sortBy: { score: int(-1) }, output: '$_id' } } }),
      [
        { _id: 'a', x: [int(4), int(1)] },
        { _id: 'b', x: [int(3)] },
      ],
    ],
    [
      group({ x: { $top: { sortBy: { score: int(1) }, output: ['$_id', '$score'] } } }),
      [
        { _id: 'a', x: [int(1), int(3)] },
        { _id: 'b', x: [int(3), int(5)] },
      ],
    ],
    [
      group({ x: { $bottom: { sortBy: { score: int(1) }, output: '$_id' } } }),
      [
        { _id: 'a', x: int(2) },
        { _id: 'b', x: int(3) },
      ],
    ],
    [
      group({ x: { $firstN: { n: int(2), input: '$score' } }, y: { $maxN: { n: int(1), input: '$score' } } }),
      [
        { _id: 'a', x: [int(3), int(9)], y: [int(9)] },
        { _id: 'b', x: [int(5)], y: [int(5)] },
      ],
    ],
    [
      group({ x: { $stdDevPop: '$score' }, y: { $stdDevSamp: '$score' } }).concat([{ $match: { _id: 'b' } }] as never),
      [{ _id: 'b', x: new Double(0), y: null }],
    ],
    [
      [{ $group: { _id: null, x: { $avg: { $toDecimal: '$score' } } } }],
      [{ _id: null, x: Decimal128.fromString('6') }],
    ],
    [
      [{ $bucketAuto: { groupBy: '$score', buckets: int(2) } }],
      [
        { _id: { min: int(3), max: int(7) }, count: int(2) },
        { _id: { min: int(7), max: int(9) }, count: int(2) },
      ],
    ],
    [
      [{ $bucketAuto: { groupBy: '$g', buckets: int(3), output: { ids: { $push: '$_id' } } } }],
      [
        { _id: { min: 'a', max: 'b' }, ids: [int(1), int(2), int(4)] },
        { _id: { min: 'b', max: 'b' }, ids: [int(3)] },
      ],
    ],
    [
      [
        {
          $bucket: {
            groupBy: '$score',
            boundaries: [int(0), new Double(5), int(10)],
            output: { ids: { $push: '$_id' } },
          },
        },
      ],
      [
        { _id: int(0), ids: [int(1)] },
        { _id: new Double(5), ids: [int(2), int(3), int(4)] },
      ],
    ],
    [
      [{ $match: { g: 'b' } }, { $unionWith: 'others' }, { $project: { _id: int(1) } }],
      [{ _id: int(3) }, { _id: int(5) }],
    ],
    [[{ $match: { g: 'x' } }, { $unionWith: { coll: 'others', pipeline: [{ $count: 'n' }] } }], [{ n: int(1) }]],
    [[{ $match: { g: 'x' } }, { $unionWith: { pipeline: [{ $documents: [{ x: int(1) }] }] } }], [{ x: int(1) }]],
  ])('%j', (pipeline, results) => {
    expect(text(run(pipeline))).toBe(text(results));
  });

  it('group and sort by the collation', () => {
    const made = run(
      [
        { $documents: [{ g: 'b' }, { g: 'A' }, { g: 'B' }, { g: 'a' }] },
        { $group: { _id: '$g', n: { $sum: int(1) } } },
        { $sort: { _id: int(1) } },
      ],
      { locale: 'en', strength: int(2) },
    );
    expect(text(made)).toBe(
      text([
        { _id: 'A', n: int(2) },
        { _id: 'b', n: int(2) },
      ]),
    );
  });
});

describe('a stage that is ill-formed has the code of mongod', () => {
  it.each<[stage: Document, code: number]>([
    [{ $group: { _id: null, 'x.y': { $sum: 1 } } }, 40235],
    [{ $group: { _id: null, $x: { $sum: 1 } } }, 40236],
    [{ $group: { _id: null, x: 1 } }, 40234],
    [{ $group: { _id: null, x: { $sum: 1, $max: 1 } } }, 40238],
    [{ $group: { _id: null, x: { $foo: 1 } } }, 15952],
    [{ $group: { _id: null, x: { $sum: ['$a', '$b'] } } }, 40237],
    [{ $group: { x: { $sum: 1 } } }, 15955],
    [{ $group: 1 }, 15947],
    [{ $group: { _id: null, x: { $topN: { n: int(1), sortBy: {} } } } }, 5788004],
    [{ $group: { _id: null, x: { $top: { n: int(1), sortBy: {}, output: 1 } } } }, 5788002],
    [{ $bucket: { groupBy: '$a', boundaries: [int(0), int(2), int(1)] } }, 40194],
    [{ $bucket: { groupBy: '$a', boundaries: [int(0), 'x'] } }, 40193],
    [{ $bucket: { groupBy: '$a', boundaries: [int(0)] } }, 40192],
    [{ $bucket: { groupBy: '$a', boundaries: int(0) } }, 40200],
    [{ $bucket: { groupBy: '$a', boundaries: ['$a', int(1)] } }, 40191],
    [{ $bucket: { groupBy: '$a', boundaries: [int(0), int(2)], default: int(1) } }, 40199],
    [{ $bucket: { groupBy: '$a', boundaries: [int(0), int(2)], other: 1 } }, 40197],
    [{ $bucket: { groupBy: '$a' } }, 40198],
    [{ $bucket: { groupBy: 'a', boundaries: [int(0), int(2)] } }, 40202],
    [{ $bucketAuto: { groupBy: '$a', buckets: int(0) } }, 40243],
    [{ $bucketAuto: { groupBy: '$a', buckets: 'x' } }, 40241],
    [{ $bucketAuto: { groupBy: '$a', buckets: int(1), other: 1 } }, 40245],
    [{ $bucketAuto: { groupBy: '$a' } }, 40246],
    [{ $count: 'a.b' }, 40160],
    [{ $count: '$a' }, 40158],
    [{ $count: '' }, 40157],
    [{ $count: 1 }, 40156],
    [{ $unwind: 'a' }, 28818],
    [{ $unwind: 1 }, 15981],
    [{ $unwind: {} }, 28812],
    [{ $unwind: { path: '$a', includeArrayIndex: '$i' } }, 28822],
    [{ $unwind: { path: '$a', other: 1 } }, 28811],
    [{ $facet: {} }, 40169],
    [{ $facet: { a: 1 } }, 40170],
    [{ $facet: { a: [{ $facet: { b: [] } }] } }, 40600],
    [{ $limit: int(0) }, 15958],
    [{ $limit: 'x' }, 5107201],
    [{ $skip: int(-1) }, 5107200],
    [{ $sample: { size: int(-1) } }, 28747],
    [{ $sample: {} }, 28749],
    [{ $sort: {} }, 15976],
    [{ $sort: 1 }, 15973],
    [{ $project: {} }, 51272],
    [{ $project: 1 }, 15969],
    [{ $addFields: 1 }, 40272],
    [{ $unset: [] }, 31119],
    [{ $unset: [1] }, 31120],
    [{ $replaceRoot: {} }, 40231],
    [{ $replaceRoot: { newRoot: 'x' } }, 40228],
    [{ $unionWith: { coll: 'x', other: 1 } }, 40415],
    [{ $unionWith: { coll: 'x', pipeline: [{ $out: 'y' }] } }, 31441],
    [{ $sortByCount: 'a' }, 40148],
    [{ $out: 'x', $match: {} }, 40323],
    [{ $foo: 1 }, 40324],
    [{ $graphLookup: {} }, 238],
    [{ $setWindowFields: {} }, 238],
  ])('%j: %i', (stage, code) => {
    expect(run([stage])).toBe(code);
  });

  it('a stage that writes is the last one', () => {
    expect(run([{ $out: 'x' }, { $match: {} }])).toBe(40601);
  });
});
