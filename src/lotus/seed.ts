import { createHash } from 'node:crypto';
import { createConnection } from 'mongoose';
import { makeDataset } from './data/dataset.js';
import { mediaFiles, writeMedia } from './data/media.js';
import { modelsOf } from './models.js';

/** Fills an empty database and a media folder, and prints what it made as one JSON line. */
async function seed(uri: string, folder: string, seedNumber: number): Promise<object> {
  const media = await writeMedia(folder, seedNumber);
  const dataset = await makeDataset(seedNumber, mediaFiles);
  const connection = await createConnection(uri).asPromise();
  try {
    const models = modelsOf(connection);
    for (const model of Object.values(models)) {
      if ((await model.estimatedDocumentCount()) > 0)
        throw new Error(`the collection ${model.collection.name} of ${connection.name} is not empty`);
    }
    await Promise.all(Object.values(models).map((model) => model.createIndexes()));
    // Through the driver: the documents are complete, and casting 12,500 of them would take longer than storing them.
    await models.users.collection.insertMany([...dataset.users]);
    await models.videos.collection.insertMany([...dataset.videos]);
    await models.comments.collection.insertMany([...dataset.comments]);
  } finally {
    await connection.close();
  }
  const checksum = createHash('sha256').update(media.checksum).update(JSON.stringify(dataset)).digest('hex');
  const counts = Object.fromEntries(Object.entries(dataset).map(([name, documents]) => [name, documents.length]));
  return { ...counts, mediaFiles: mediaFiles.length, mediaBytes: media.bytes, checksum: `sha256:${checksum}` };
}

const { MONGODB_URI, LOTUS_MEDIA, LOTUS_SEED = '1' } = process.env;
if (MONGODB_URI && LOTUS_MEDIA) {
  try {
    process.stdout.write(`${JSON.stringify(await seed(MONGODB_URI, LOTUS_MEDIA, Number(LOTUS_SEED)))}\n`);
  } catch (error) {
    process.stderr.write(`lotus-seed: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write('lotus-seed: MONGODB_URI and LOTUS_MEDIA must be set\n');
  process.exitCode = 2;
}
