import { expect, it } from 'vitest';
import { literal } from '../../src/scaffold/yaml-text.js';

it('keeps a foreign text literal where `${` and `{%` begin something', () => {
  expect(literal('https://crm.example.com/${x}/{% y %}')).toBe('"https://crm.example.com/$${x}/{%% y %}"');
});
