import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Metrics } from '../../src/telemetry/metrics.js';

const PAGE = 'docs/metrics.md';

/** The rows of the metrics of ours: name, type, labels, what it says. */
async function rows(): Promise<string[]> {
  const metrics = new Metrics(() => ({ running: 0, waiting: 0, isBroken: false }));
  metrics.ofShared(() => true);
  metrics.ofCards(async () => undefined);
  metrics.ofCertificate(new Date(0));
  const described = await metrics.described();
  return described
    .filter(({ name }) => name.startsWith('loyalty_gw_'))
    .map(({ name, type, labels, help }) => {
      const shown = labels.map(label => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${shown} | ${help} |`;
    });
}

test('docs/metrics.md names every metric of the registry; `npm run docs` writes its table anew', async () => {
  const table = ['| metric | type | labels | what it says |', '| --- | --- | --- | --- |', ...(await rows())];
  const page = readFileSync(PAGE, 'utf8').replace(
    /(<!-- metrics -->\n).*?(\n<!-- -->)/s,
    (_, start: string, end: string) => `${start}${table.join('\n')}${end}`,
  );
  expect(page).toContain(table.join('\n'));
  await expect(page).toMatchFileSnapshot(`../../${PAGE}`);
});

test('docs/metrics.md names every metric that the source makes, also those that only some gateways have', () => {
  const files = readdirSync('src/telemetry').map(name => readFileSync(`src/telemetry/${name}`, 'utf8'));
  const made = files.flatMap(text => text.match(/(?<=')loyalty_gw_\w+(?=')/g) ?? []);
  const told = readFileSync(PAGE, 'utf8').match(/(?<=^\| `)loyalty_gw_\w+(?=` \|)/gm) ?? [];
  expect(told.sort()).toEqual(made.sort());
});
