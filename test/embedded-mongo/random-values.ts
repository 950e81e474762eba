import { Binary, Decimal128, type Document, Double, Int32, Long, MaxKey, MinKey, ObjectId, UUID } from 'bson';
import { seededRandom } from '../../src/model/random.js';

/** Values of every type, from pools so small that equal ones meet often. */
export class RandomValues {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  pick<T>(choices: readonly T[]): T {
    const picked = choices[this.below(choices.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  number(): Int32 | Double | Long | Decimal128 {
    return this.pick([
      () => new Int32(this.below(4) - 1),
      () => new Double(this.pick([-1, 0, 0.5, 1, 2, 2.5, 10])),
      () => Long.fromString(this.pick(['0', '1', '2', '10', '9007199254740993'])),
      () => Decimal128.fromString(this.pick(['0', '0.5', '1.0', '2.50', '9', '10', '1E+1'])),
      () => this.pick([new Double(Number.NaN), new Double(9007199254740992), Decimal128.fromString('NaN')]),
    ])();
  }

  scalar(): unknown {
    if (this.below(2) === 0) return this.number();
    return this.pick<() => unknown>([
      () => null,
      () => this.below(2) === 0,
      () => this.pick(['', 'a', 'b', 'ab', 'é', '😀', '\uffff']),
      () => new Date(this.below(3)),
      () => new ObjectId(this.pick(['000000000000000000000001', '0000000000000000000000ff'])),
      () => new Binary(Buffer.from([this.pick([0xfe, 0xff])])),
      () => new UUID(this.pick(['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000ff'])),
      () => this.pick([new MinKey(), new MaxKey()]),
    ])();
  }

  value(depth = 2): unknown {
    const kind = depth === 0 ? 9 : this.below(10);
    if (kind < 2) return this.some(3, () => this.value(depth - 1));
    return kind < 4 ? this.fields(depth - 1) : this.scalar();
  }

  fields(depth: number): Document {
    const names = ['a', 'b', 'c'].filter(() => this.below(2) === 0);
    return Object.fromEntries(names.map((name) => [name, this.value(depth)]));
  }

  documents(count: number): Document[] {
    return Array.from({ length: count }, (_, index) => ({ _id: new Int32(index), ...this.fields(2) }));
  }

  path(): string {
    return this.pick(['a', 'b', 'c', 'a.b', 'b.c', 'a.a', 'a.0', 'c.b.a']);
  }

  condition(depth = 1): unknown {
    const of = (operator: string, argument: unknown) => ({ [operator]: argument });
    const inner = () => this.condition(0) as Document;
    return this.pick<() => unknown>([
      () => this.value(1),
      () => of(this.pick(['$eq', '$ne']), this.value(1)),
      () => of(this.pick(['$gt', '$gte', '$lt', '$lte']), this.value(1)),
      () =>
        of(
          this.pick(['$in', '$nin']),
          this.some(3, () => this.value(1)),
        ),
      () => of('$exists', this.below(2) === 0),
      () =>
        of(
          '$type',
          this.pick([
            'int',
            'long',
            'double',
            'decimal',
            'number',
            'string',
            'object',
            'array',
            'null',
            'bool',
            'date',
            'objectId',
            'binData',
          ]),
        ),
      () => of('$size', new Int32(this.below(3))),
      () =>
        of(
          '$all',
          this.some(2, () => this.value(0)),
        ),
      () => (depth === 0 ? of('$gte', this.scalar()) : of('$not', this.operatorsOf(inner()))),
      () => of('$elemMatch', this.below(2) === 0 ? this.operatorsOf(inner()) : { [this.pick(['a', 'b'])]: inner() }),
    ])();
  }

  operatorsOf(condition: unknown): Document {
    const isOperators =
      typeof condition === 'object' && condition !== null && Object.keys(condition)[0]?.startsWith('$');
    return isOperators ? (condition as Document) : { $eq: condition };
  }

  filter(depth = 1): Document {
    if (depth > 0 && this.below(4) === 0)
      return { [this.pick(['$and', '$or', '$nor'])]: [this.filter(0), this.filter(0)] };
    return Object.fromEntries(Array.from({ length: 1 + this.below(2) }, () => [this.path(), this.condition()]));
  }

  /**
   * `_id` last, so that no two documents tie; the only other field, because mongod cannot sort by two that hold arrays.
   */
  sort(): Record<string, 1 | -1> {
    return { [this.path()]: this.pick([1, -1] as const), _id: 1 };
  }

  projection(): Record<string, 0 | 1> {
    const flag = this.pick([0, 1] as const);
    const paths = this.pick([['a'], ['b', 'c'], ['a.b'], ['a.b', 'c'], ['b.c', 'b.a']]);
    return {
      ...Object.fromEntries(paths.map((path) => [path, flag])),
      ...(this.below(3) === 0 ? { _id: 0 as const } : {}),
    };
  }
}
