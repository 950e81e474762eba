import { type Connection, Schema, type Types } from 'mongoose';

export interface User {
  readonly _id: Types.ObjectId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

export interface Video {
  readonly _id: Types.ObjectId;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The words of title and tags, in lower case: what search looks up. */
  readonly terms: readonly string[];
  readonly owner: Types.ObjectId;
  readonly views: number;
  readonly likes: number;
  readonly likedBy: readonly Types.ObjectId[];
  readonly durationSeconds: number;
  readonly file: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly createdAt: Date;
}

export interface Comment {
  readonly _id: Types.ObjectId;
  readonly video: Types.ObjectId;
  readonly author: Types.ObjectId;
  readonly authorName: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** Indexes are made by the search-index service and by seeding, never behind a query's back. */
const options = { versionKey: false, autoIndex: false, autoCreate: false } as const;

const userSchema = new Schema<User>(
  {
    email: { type: String, required: true },
    name: { type: String, required: true },
    passwordHash: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  options,
).index({ email: 1 }, { unique: true });

const videoSchema = new Schema<Video>(
  {
    title: { type: String, required: true },
    description: { type: String, default: '' },
    tags: [String],
    terms: [String],
    owner: { type: Schema.Types.ObjectId, required: true },
    views: { type: Number, default: 0 },
    likes: { type: Number, default: 0 },
    likedBy: [Schema.Types.ObjectId],
    durationSeconds: { type: Number, default: 0 },
    file: { type: String, required: true },
    mimeType: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    createdAt: { type: Date, required: true },
  },
  options,
)
  .index({ terms: 1 })
  .index({ views: -1, _id: 1 })
  .index({ createdAt: -1, _id: 1 })
  .index({ owner: 1 });

const commentSchema = new Schema<Comment>(
  {
    video: { type: Schema.Types.ObjectId, required: true },
    author: { type: Schema.Types.ObjectId, required: true },
    authorName: { type: String, required: true },
    text: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  options,
).index({ video: 1 });

/** The models on one connection. */
export function modelsOf(connection: Connection) {
  return {
    users: connection.model('User', userSchema, 'users'),
    videos: connection.model('Video', videoSchema, 'videos'),
    comments: connection.model('Comment', commentSchema, 'comments'),
  };
}

export type Models = ReturnType<typeof modelsOf>;
