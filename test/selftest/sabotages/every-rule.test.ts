import { expect, test } from 'vitest';
import { rules } from '../../../src/selftest/rules.js';
import { bodies } from './bodies.js';
import { cards } from './cards.js';
import { credentials } from './credentials.js';
import { http } from './http.js';
import { purchases } from './purchases.js';
import { transport } from './transport.js';

/** What has a test of its own, in bounds.test.ts. */
const elsewhere = ['reachable', 'auth-accepted'];

test('every rule is broken by one of them', () => {
  const sabotages = [...bodies, ...cards, ...credentials, ...http, ...purchases, ...transport];
  const broken = new Set(sabotages.flatMap(({ breaks }) => breaks.map(rule => rule.replace('?', ''))));
  expect(Object.keys(rules).filter(rule => !broken.has(rule))).toEqual(elsewhere);
});
