import { Types } from 'mongoose';
import { z } from 'zod';

/** A mistake of the client's, with the status that says so. */
export class ClientError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * What a client sent, as the schema says it must be: a text is a text, never a query operator.
 * Throws ClientError 400 with every mistake.
 */
export function validated<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new ClientError(
    400,
    result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '),
  );
}

/** An id out of a path. Throws ClientError 400. */
export function objectId(text: unknown): Types.ObjectId {
  if (typeof text === 'string' && /^[0-9a-f]{24}$/i.test(text)) return new Types.ObjectId(text);
  throw new ClientError(400, 'id: must be 24 hexadecimal digits');
}

/** `page` and `limit` of a list. */
export const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  limit: z.coerce.number().int().min(1).max(50).default(20),
};
