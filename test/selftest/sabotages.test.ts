import { describe, expect, test } from 'vitest';
import { rules } from '../../src/selftest/rules.js';
import { brokenRules, selftest } from './run.js';
import { type Sabotage, sabotages } from './sabotages.js';
import { listen, Service } from './service.js';

describe('each mistake of a service is named, and nothing else is', () => {
  test.concurrent.for(sabotages)(
    '$name',
    async ({ breaks, change, onServer, options }: Sabotage, context) => {
      const service = new Service();
      change(service);
      const { url, server } = await listen(service, context.onTestFinished);
      onServer?.(server);
      const result = await selftest(url, service, options);
      context.expect(brokenRules(result)).toEqual([...breaks].sort());
    },
  );
});

/** What has a test of its own elsewhere. */
const elsewhere = ['reachable', 'auth-accepted'];

test('every rule is broken by one of them', () => {
  const broken = new Set(sabotages.flatMap(({ breaks }) => breaks.map(rule => rule.replace('?', ''))));
  expect(Object.keys(rules).filter(rule => !broken.has(rule))).toEqual(elsewhere);
});
