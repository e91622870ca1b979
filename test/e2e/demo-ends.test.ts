/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { expectNothingListens, LISTENS, startDemo } from './demo.js';
import { has } from './has.js';

it.each(['SIGINT', 'SIGHUP'])('%s to the group, as a terminal sends it, stops both', async signal => {
  const demo = startDemo(onTestFinished);
  await demo.line(LISTENS);
  process.kill(-(demo.child.pid ?? 0), signal);
  expect(await demo.ended).toBe(0);
  expect(demo.stderr()).toBe('');
  await expectNothingListens(demo);
});

it.skipIf(!has('pgrep', 'the death of a child of the demo is not tried')).each([
  ['the demo CRM', 'demo-crm/main.js'],
  ['the gateway', 'loyalty-gw.js'],
])('when %s dies, the other one is stopped', async (name, script) => {
  const demo = startDemo(onTestFinished);
  await demo.line(LISTENS);
  const children = execFileSync('pgrep', ['-P', String(demo.child.pid), '-f', script], { encoding: 'utf8' });
  process.kill(Number(children.trim()), 'SIGKILL');
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toBe(`demo: ${name} ended with SIGKILL\n`);
  await expectNothingListens(demo);
});

it.each([
  ['PORT', /^loyalty-gw: port \d+ on 127\.0\.0\.1 is already in use; choose another with PORT\n$/],
  ['CRM_PORT', /^demo CRM: port \d+ is already in use; choose another with CRM_PORT\n$/],
])('%s is taken: one line', async (variable, line) => {
  const other = createServer();
  const port = await new Promise<number>(resolve =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  onTestFinished(() => void other.close());
  const demo = startDemo(onTestFinished, { [variable]: String(port) });
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toMatch(line);
  expect(demo.stdout()).toBe('');
});
