import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Metrics } from '../../src/telemetry/metrics.js';

const PAGE = 'docs/metrics.md';

/** The rows of the metrics of ours: name, type, labels, what it says. */
async function rows(): Promise<string[]> {
  const metrics = new Metrics(() => ({ running: 0, waiting: 0, isBroken: false }));
  metrics.ofShared(() => true);
  metrics.ofCards(async () => undefined);
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

test('docs/metrics.md names every line and field of the log', () => {
  const page = readFileSync(PAGE, 'utf8');
  const source = ['request-log', 'reload-log', 'cards-log', 'log']
    .map(name => readFileSync(`src/telemetry/${name}.ts`, 'utf8'))
    .join('\n');
  const lines = [...source.matchAll(/(?:info|warn|error|debug)\([^;]*?, '([a-z ]+)'\)/g)].map(
    ([, msg]) => msg,
  );
  expect(lines.length).toBeGreaterThan(8);
  for (const msg of new Set(lines)) expect(page, msg).toContain(`\`${msg}\``);
});
