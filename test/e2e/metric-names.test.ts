import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CERTIFICATE, KEY } from '../crm/certificate.js';
import { type Parsed, sample } from '../deploy/samples.js';
import { fileCleanup } from './cleanup.js';
import { loyaltyGw, temporaryFolder } from './gateway.js';

/** The metrics that alerts and dashboard ask for, next to those of a gateway that has all parts which have any. */

const cleanup = fileCleanup();
let series: ReadonlySet<string>;

beforeAll(async () => {
  const folder = temporaryFolder(cleanup);
  writeFileSync(join(folder, 'cert.pem'), CERTIFICATE);
  writeFileSync(join(folder, 'key.pem'), KEY);
  const config = `listen: { port: 0, tls: { cert: cert.pem, key: key.pem } }
admin: { port: 0 }
users: [{ login: koshelek, password: invented }]
mapping: ${JSON.stringify(resolve('mappings/demo-crm.yaml'))}
params: { CRM_URL: "http://127.0.0.1:9", CRM_TOKEN: invented, CARDS: gateway }
cards: { key: an invented key for the tests, pool: {} }
shared: redis://127.0.0.1:1
`;
  writeFileSync(join(folder, 'loyalty-gw.yaml'), config);
  const gateway = loyaltyGw(['serve', '--config', join(folder, 'loyalty-gw.yaml')], cleanup);
  const [, admin] = await gateway.line(/"admin":"([^"]+)".*"msg":"listening"/);
  const text = await (await fetch(`${admin}/metrics`)).text();
  series = new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) => seriesOf(name, type)),
  );
});

function seriesOf(name: string, type: string | undefined): string[] {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map(end => name + end) : [name];
}

/** The metrics that an expression names. */
const namesIn = (expr: string) => expr.match(/\b(?:loyalty_gw|process|nodejs)_\w+/g) ?? [];

it('has the metrics that the alerts ask for', () => {
  const { groups } = parse(sample('prometheus/alerts.yml'));
  const names = groups.flatMap((group: Parsed) => group.rules.flatMap(({ expr }: Parsed) => namesIn(expr)));
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name: string) => !series.has(name))).toEqual([]);
});

it('has the metrics that the dashboard asks for', () => {
  const { panels, templating } = JSON.parse(sample('grafana/loyalty-gw.json'));
  const asked = [
    ...panels.flatMap(({ targets = [] }: Parsed) => targets.flatMap(({ expr }: Parsed) => namesIn(expr))),
    ...templating.list.flatMap(({ query }: Parsed) => (query.query ? namesIn(query.query) : [])),
  ];
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((name: string) => !series.has(name))).toEqual([]);
});
