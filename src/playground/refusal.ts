import type { ApiErrorCode } from './api.js';

/** A request of the page that is not answered with what it asked for. The message is for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

export const statusOf: Readonly<Record<ApiErrorCode, number>> = {
  badRequest: 400,
  forbidden: 403,
  readOnly: 403,
  notLive: 403,
  notFound: 404,
  changed: 409,
  gone: 409,
  exists: 409,
  writes: 409,
  tooLarge: 413,
  cannot: 422,
  internal: 500,
};
