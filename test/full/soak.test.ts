import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { haproxyProgram } from '../soak/balancer.js';
import { soak } from '../soak/soak.js';

if (!haproxyProgram) process.stderr.write('the soak is left out: there is no haproxy\n');

describe.skipIf(!haproxyProgram)('over two replicas behind HAProxy', () => {
  it('nothing is lost and nothing wrong, while the CRM and the replicas come and go', async () => {
    const { problems, figures } = await soak({ lasts: 20_000, rate: 20 }, onTestFinished);
    console.log(JSON.stringify(figures));
    expect(problems).toEqual([]);
    expect(figures).toMatchObject({ wrong: 0, lost: 0, kills: 1, renewals: 2 });
  });

  it.each([
    ['wrong', /^\d+ wrong answers/],
    ['lost', /^\d+ requests lost/],
  ])('is not survived by a gateway whose answers are %s', async (how, what) => {
    process.env.SABOTAGE = how;
    onTestFinished(() => void delete process.env.SABOTAGE);
    const preload = resolve('test/soak/sabotage.js');
    const { problems } = await soak({ lasts: 10_000, rate: 20, preload }, onTestFinished);
    expect(problems).toContainEqual(expect.stringMatching(what));
  });
});
