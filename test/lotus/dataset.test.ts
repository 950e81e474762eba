import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lotus } from '../../scenarios/lotus/target.js';
import { makeDataset, sizes } from '../../src/lotus/data/dataset.js';
import { seededPassword, userEmail, videoId } from '../../src/lotus/data/identities.js';
import { mediaFiles } from '../../src/lotus/data/media.js';
import { verifyPassword } from '../../src/lotus/passwords.js';

const checksum = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('the data set', () => {
  it('is the same to the byte for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all([
      makeDataset(1, mediaFiles),
      makeDataset(1, mediaFiles),
      makeDataset(2, mediaFiles),
    ]);
    expect(checksum(again)).toBe(checksum(first));
    expect(checksum(other)).not.toBe(checksum(first));
  });

  it('has the sizes, ids and passwords that load scripts count on', async () => {
    const { users, videos, comments } = await makeDataset(1, mediaFiles);
    expect([users.length, videos.length, comments.length]).toEqual([sizes.users, sizes.videos, sizes.comments]);
    expect(String(videos[0]?._id)).toBe(videoId(0));
    expect(users[7]?.email).toBe(userEmail(7));
    expect(await verifyPassword(seededPassword, users[7]?.passwordHash)).toBe(true);
    expect(new Set(comments.map(({ _id }) => String(_id))).size).toBe(sizes.comments);
  });

  it('compresses about as real prose does: descriptions by zlib to between a fifth and a half', async () => {
    const { videos } = await makeDataset(1, mediaFiles);
    const text = videos
      .slice(0, 100)
      .map(({ description }) => description)
      .join('\n');
    const share = deflateSync(text).length / text.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.5);
  });

  it('is what the scenarios draw from', () => {
    const { video, user } = lotus.populations;
    if (video?.kind !== 'numbered' || user?.kind !== 'numbered') throw new Error('the populations are not numbered');
    expect(video.prefix + (255).toString(16).padStart(video.digits, '0')).toBe(videoId(255));
    expect(video.count).toBe(sizes.videos);
    expect(`${user.prefix}${String(12).padStart(user.digits, '0')}${user.suffix}`).toBe(userEmail(12));
  });

  it('has media files from 256 KiB to 8 MiB', () => {
    expect(mediaFiles).toHaveLength(24);
    expect(mediaFiles[0]?.sizeBytes).toBe(256 * 1024);
    expect(mediaFiles.at(-1)?.sizeBytes).toBe(8 * 1024 * 1024);
  });
});
