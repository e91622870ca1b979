import type { Server } from 'node:http';
import { describe, test } from 'vitest';
import type { RuleId } from '../../../src/selftest/rules.js';
import type { SelftestOptions } from '../../../src/selftest/run.js';
import { brokenRules, selftest } from '../run.js';
import { type Answer, type Asked, listen, Service } from '../service.js';

/** One thing that is wrong with a service, and the rules that it breaks: these and no others. */
export interface Sabotage {
  readonly name: string;
  /** A question mark behind those that are only warned of. */
  readonly breaks: readonly (RuleId | `${RuleId}?`)[];
  readonly change: (service: Service) => void;
  /** For what is wrong below HTTP. */
  readonly onServer?: (server: Server) => void;
  readonly options?: Partial<SelftestOptions>;
}

/** Answers otherwise than it should. */
export type Otherwise = (answer: Answer, asked: Asked) => Answer;

export function answers(otherwise: Otherwise): (service: Service) => void {
  return service => {
    const send = service.send.bind(service);
    service.send = (response, answer, asked) => send(response, otherwise({ ...answer }, asked), asked);
  };
}

export const withType =
  (type: string): Otherwise =>
  answer => ({ ...answer, headers: { ...answer.headers, 'Content-Type': type } });

export const withBody = (body: string | Buffer, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body,
});

/** Changes the text of the answers to some requests. */
export const rewritten =
  (which: RegExp, change: (text: string) => string | Buffer): Otherwise =>
  (answer, { path }) =>
    which.test(path) && answer.status === 200 ? { ...answer, body: change(String(answer.body)) } : answer;

export const page = '<html><body><h1>502 Bad Gateway</h1></body></html>';
export const html: Answer = { status: 200, headers: { 'Content-Type': 'text/html' }, body: page };

export const isPromo = ({ path }: Asked) => path.endsWith('/promo');

/** Runs a selftest against a service for each of them. */
export function trySabotages(sabotages: readonly Sabotage[]): void {
  describe('each mistake of a service is named, and nothing else is', () => {
    test.concurrent.for(sabotages)('$name', async ({ breaks, change, onServer, options }, context) => {
      const service = new Service();
      change(service);
      const { url, server } = await listen(service, context.onTestFinished);
      onServer?.(server);
      const result = await selftest(url, service, options);
      context.expect(brokenRules(result)).toEqual([...breaks].sort());
    });
  });
}
