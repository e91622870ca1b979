import { parse } from 'yaml';
import { dataFields, type SelftestData } from '../../src/selftest/data.js';
import type { Exchange } from '../../src/selftest/exchange.js';
import { runSelftest, type SelftestOptions, type SelftestResult } from '../../src/selftest/run.js';
import type { StepResult } from '../../src/selftest/step.js';
import { readTarget, type Target } from '../../src/selftest/target.js';
import { template } from '../../src/selftest/template.js';
import type { Service } from './service.js';

/** The data that `--init` writes, with both lists. */
export const templateData: SelftestData = {
  ...dataFields.parse(parse(template)),
  lists: ['listUsers', 'listUsersExtended'],
};

export function targetOf(url: string): Target {
  const target = readTarget(url);
  if ('problem' in target) throw new Error(target.problem);
  return target;
}

/** Runs all scenarios against a service, with all that is allowed and without waiting for long. */
export function selftest(
  url: string,
  { login, password }: Pick<Service, 'login' | 'password'>,
  more: Partial<SelftestOptions> = {},
): Promise<SelftestResult> {
  return runSelftest({
    target: targetOf(url),
    credentials: { login, password },
    data: templateData,
    revision: '1.2.0',
    segment: 'v1',
    allowWrites: true,
    // Longer than any machine needs: no time decides here, except where a test is about it.
    redact: text => text,
    limits: { timeout: 60_000, answer: 1024 * 1024 },
    tuning: {
      pace: { pieces: 4, pause: 5 },
      oversized: 200_000,
      samples: 1,
      sampling: 60_000,
      idle: 20,
    },
    ...more,
  });
}

export function stepsOf({ scenarios }: SelftestResult): readonly StepResult[] {
  return scenarios.flatMap(({ steps }) => steps);
}

export function exchangesOf(result: SelftestResult): readonly Exchange[] {
  return stepsOf(result).flatMap(({ exchanges }) => exchanges);
}

/** The rules that do not hold, each once; those that are only warned of with a question mark. */
export function brokenRules(result: SelftestResult): string[] {
  const rules = stepsOf(result).flatMap(({ problems }) =>
    problems.map(({ rule, level }) => (level === 'warning' ? `${rule}?` : rule)),
  );
  return [...new Set(rules)].sort();
}
