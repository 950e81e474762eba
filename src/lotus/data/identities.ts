/**
 * The names by which a load script finds the seeded data without asking for it: video 0 is the most popular one.
 * An id is 18 fixed hexadecimal digits and the index in 6.
 */
const videoIdPrefix = '6b6f74757300000001';
const userIdPrefix = '6b6f74757300000002';
const commentIdPrefix = '6b6f74757300000003';

const hexId = (prefix: string, index: number) => prefix + index.toString(16).padStart(6, '0');

export const videoId = (index: number) => hexId(videoIdPrefix, index);
export const userId = (index: number) => hexId(userIdPrefix, index);
export const commentId = (index: number) => hexId(commentIdPrefix, index);

export const userEmail = (index: number) => `user${String(index).padStart(3, '0')}@lotus.example`;

/** One password for all seeded users: they are data to test with, and no secrets. */
export const seededPassword = 'lotus-password';
