import type { Document, MongoClient } from 'mongodb';

/**
 * Makes one database what another is: collections with their options, indexes and documents. The server copies by
 * itself (`$out`, which keeps the target's indexes), so nothing passes through the bench.
 */
export async function copyDatabase(client: MongoClient, from: string, to: string): Promise<void> {
  const [source, target] = [client.db(from), client.db(to)];
  await target.dropDatabase();
  const collections = await source.listCollections({ type: 'collection' }, { nameOnly: false }).toArray();
  for (const { name, options } of collections.filter((each) => !each.name.startsWith('system.'))) {
    const copy = await target.createCollection(name, options);
    const indexes = await source.collection(name).indexes();
    const own = indexes.filter((index) => index.name !== '_id_').map(({ v, ns, ...index }: Document) => index);
    if (own.length > 0) await copy.createIndexes(own as Parameters<typeof copy.createIndexes>[0]);
    await source
      .collection(name)
      .aggregate([{ $out: { db: to, coll: name } }])
      .toArray();
  }
}
