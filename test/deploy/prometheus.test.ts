import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorNames } from '../../src/loyalty-api/errors.js';
import { has } from '../e2e/has.js';
import { type Parsed, SAMPLES, sample } from './samples.js';

const { groups } = parse(sample('prometheus/alerts.yml'));
const rules: readonly Parsed[] = groups.flatMap((group: Parsed) => group.rules);

describe.runIf(has('promtool', 'the alerts are not tried'))('promtool', () => {
  it.each([
    ['takes the rules', ['check', 'rules', 'alerts.yml']],
    ['takes the config', ['check', 'config', 'prometheus.yml']],
  ])('%s', (_, argv) => expectSuccess(argv));

  it('sees the most important alerts come, and not come too early', { tags: ['slow'] }, () => {
    expectSuccess(['test', 'rules', 'alerts.test.yml']);
  });

  function expectSuccess(argv: string[]): void {
    const options = { cwd: join(SAMPLES, 'prometheus'), encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('promtool', argv, options);
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  }
});

it('wakes somebody or opens a ticket, and says why', () => {
  for (const { alert, labels, annotations } of rules) {
    expect(alert).toMatch(/^LoyaltyGw\w+$/);
    expect(['page', 'ticket'], alert).toContain(labels.severity);
    expect(annotations.summary, alert).toMatch(/\w/);
  }
});

it('tries all alerts that wake somebody', () => {
  const tried = new Set(sample('prometheus/alerts.test.yml').match(/(?<=alertname: )\w+/g));
  const waking = rules.filter(({ labels }) => labels.severity === 'page').map(({ alert }) => alert);
  expect(waking.filter(alert => !tried.has(alert))).toEqual([]);
});

it('knows the errors that it asks for', () => {
  const names = rules.flatMap(({ expr }) => [...expr.matchAll(/error=~?"([^"]+)"/g)]);
  const errors = names.flatMap(([, name = '']) => name.split('|'));
  expect(errors).toContain('noFreeCards');
  for (const error of errors.filter(name => /^\w+$/.test(name))) expect(errorNames).toContain(error);
});
