import { expect, it, onTestFinished } from 'vitest';
import { haproxyProgram } from './balancer.js';
import { soak } from './soak.js';

const minutes = Number(process.env.MINUTES ?? 2);
const rate = Number(process.env.RATE ?? 40);

it(`${minutes} minutes at ${rate} requests a second`, async () => {
  if (!haproxyProgram) throw new Error('there is no haproxy: apt-get install haproxy');
  const { problems, figures } = await soak({ lasts: minutes * 60_000, rate }, onTestFinished);
  console.log(JSON.stringify(figures, null, 2));
  expect(problems).toEqual([]);
});
