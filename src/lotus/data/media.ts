import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MediaFile {
  readonly name: string;
  readonly sizeBytes: number;
}

const count = 24;
const minBytes = 256 * 1024;
const maxBytes = 8 * 1024 * 1024;

/** 24 files, their sizes spread evenly on a logarithmic scale from 256 KiB to 8 MiB. */
export const mediaFiles: readonly MediaFile[] = Array.from({ length: count }, (_, index) => ({
  name: `seed-${String(index).padStart(2, '0')}.mp4`,
  sizeBytes: Math.round(minBytes * (maxBytes / minBytes) ** (index / (count - 1))),
}));

/** The header that every MP4 file begins with (ISO/IEC 14496-12 §4.3). */
const mp4Header = Buffer.from('00000018667479706d703432000000006d7034326d703431', 'hex');

/** Bytes as incompressible as real video: a keystream of AES in counter mode. */
function contentOf(seed: number, index: number, sizeBytes: number): Buffer {
  const key = createHash('sha256').update(`lotus ${seed} ${index}`).digest().subarray(0, 16);
  const noise = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));
  mp4Header.copy(noise);
  return noise;
}

/** Writes the files that are not there yet with their size, and gives the checksum over all of them. */
export async function writeMedia(folder: string, seed: number): Promise<{ bytes: number; checksum: string }> {
  await mkdir(folder, { recursive: true });
  const checksum = createHash('sha256');
  for (const [index, { name, sizeBytes }] of mediaFiles.entries()) {
    const content = contentOf(seed, index, sizeBytes);
    checksum.update(content);
    const path = join(folder, name);
    const present = await stat(path).then(
      ({ size }) => size === sizeBytes,
      () => false,
    );
    if (!present) await writeFile(path, content);
  }
  return { bytes: mediaFiles.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), checksum: checksum.digest('hex') };
}
