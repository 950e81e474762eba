import { Types } from 'mongoose';
import type { Comment, User, Video } from '../models.js';
import { hashPassword } from '../passwords.js';
import { termsOf } from '../search.js';
import { commentId, seededPassword, userEmail, userId, videoId } from './identities.js';
import type { MediaFile } from './media.js';
import { paragraph, personName, sentence, title, topics } from './prose.js';
import { randomFrom } from './random.js';

export const sizes = { users: 500, videos: 2000, comments: 10_000 } as const;

/** Hashing 500 passwords takes half a minute; so many different salts are enough to look real. */
const differentHashes = 4;
const firstDay = Date.UTC(2024, 0, 1);
const minuteMs = 60_000;

async function makeUsers(seed: number): Promise<User[]> {
  const random = randomFrom(seed);
  const salts = Array.from({ length: differentHashes }, () =>
    Buffer.from(Array.from({ length: 16 }, () => random.below(256))),
  );
  const hashes = await Promise.all(salts.map((salt) => hashPassword(seededPassword, salt)));
  return Array.from({ length: sizes.users }, (_, index) => ({
    _id: new Types.ObjectId(userId(index)),
    email: userEmail(index),
    name: personName(random),
    passwordHash: hashes[index % differentHashes] ?? '',
    createdAt: new Date(firstDay + index * minuteMs),
  }));
}

/** Popular videos have low indexes: views fall with the rank as in real catalogues (Zipf). */
function makeVideos(seed: number, media: readonly MediaFile[]): Video[] {
  const random = randomFrom(seed + 1);
  return Array.from({ length: sizes.videos }, (_, index) => {
    const topic = topics[index % topics.length] ?? '';
    const tags = [
      topic,
      ...random.sample(
        topics.filter((other) => other !== topic),
        2,
      ),
    ];
    const name = title(random, topic);
    const file = media[index % media.length];
    if (!file) throw new Error('there are no media files');
    return {
      _id: new Types.ObjectId(videoId(index)),
      title: name,
      description: paragraph(random, 4, 8),
      tags,
      terms: termsOf(name, ...tags),
      owner: new Types.ObjectId(userId(random.below(sizes.users))),
      views: Math.floor(1_000_000 / (index + 1)),
      likes: Math.floor((20_000 / (index + 1)) * (0.5 + random.next())),
      likedBy: [],
      durationSeconds: 30 + random.below(7200),
      file: file.name,
      mimeType: 'video/mp4',
      sizeBytes: file.sizeBytes,
      createdAt: new Date(firstDay + random.below(500_000) * minuteMs),
    };
  });
}

/** Popular videos are also the most talked about. */
function makeComments(seed: number, users: readonly User[]): Comment[] {
  const random = randomFrom(seed + 2);
  return Array.from({ length: sizes.comments }, (_, index) => {
    const author = random.pick(users);
    return {
      _id: new Types.ObjectId(commentId(index)),
      video: new Types.ObjectId(videoId(Math.floor(sizes.videos * random.next() ** 2))),
      author: author._id,
      authorName: author.name,
      text: sentence(random),
      createdAt: new Date(firstDay + (500_000 + index) * minuteMs),
    };
  });
}

export interface Dataset {
  readonly users: readonly User[];
  readonly videos: readonly Video[];
  readonly comments: readonly Comment[];
}

/** The same documents, to the byte, for the same seed. */
export async function makeDataset(seed: number, media: readonly MediaFile[]): Promise<Dataset> {
  const users = await makeUsers(seed);
  return { users, videos: makeVideos(seed, media), comments: makeComments(seed, users) };
}
