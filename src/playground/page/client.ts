import type { ApiError, ApiErrorCode } from '../api.js';

/** What the server refused, in its words: what, and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: ApiErrorCode | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** Nobody answers: the command was ended, or the machine slept. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

/** How often a server that is gone is looked for. */
const lookAgain = 2_000;

/** Waits until somebody answers again. */
export async function serverBack(): Promise<void> {
  for (let isBack = false; !isBack; ) {
    await new Promise(resolve => setTimeout(resolve, lookAgain));
    isBack = await ask('file').then(
      () => true,
      error => !(error instanceof ServerGone),
    );
  }
}

/**
 * Asks the playground's server.
 *
 * @throws Refused, ServerGone, or an AbortError when `signal` says that the answer is not wanted any more
 */
export async function ask<Answer>(path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`api/${path}`, { ...(body !== undefined && post), signal }).catch(error => {
    throw signal?.aborted ? error : new ServerGone('the server does not answer');
  });
  const answer = await response.json().catch(() => undefined);
  signal?.throwIfAborted();
  if (response.ok && answer !== undefined) return answer;
  const { code, message, hint } = (answer as ApiError | undefined)?.error ?? {};
  const what = message ?? `the server answered with status ${response.status}`;
  throw new Refused(code, hint ? `${what}: ${hint}` : what);
}
