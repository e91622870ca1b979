import type { Story } from '../../api-run.js';

/** A run without its times: of two that are the same, nothing has changed. */
export function whatHappened({ exchanges, answer, contract }: Story): string {
  const calls = exchanges.map(({ step, call, reply, fault }) => ({ step, call, reply, fault }));
  return JSON.stringify({ calls, answer: answer?.raw, contract });
}
