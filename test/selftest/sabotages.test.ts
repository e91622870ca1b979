import { describe, expect, test } from 'vitest';
import { rules } from '../../src/selftest/rules.js';
import { firstOfEachRule, sabotages } from './sabotages/all.js';
import { trySabotages } from './sabotages/sabotage.js';

const first = firstOfEachRule();
trySabotages(first);

describe('of rules that others break as well', { tags: ['slow'] }, () => {
  trySabotages(sabotages.filter(each => !first.includes(each)));
});

/** What has a test of its own, in bounds.test.ts. */
const elsewhere = ['reachable', 'auth-accepted'];

test('every rule is broken by one of them', () => {
  const broken = new Set(sabotages.flatMap(({ breaks }) => breaks.map(rule => rule.replace('?', ''))));
  expect(Object.keys(rules).filter(rule => !broken.has(rule))).toEqual(elsewhere);
});
