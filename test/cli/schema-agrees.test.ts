import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SchemaKind, schemaKinds } from '../../src/cli/schema/schemas.js';
import { configSchema } from '../../src/config/fields.js';
import { Source } from '../../src/config/source.js';
import { textsOf } from '../../src/config/texts.js';
import { Document } from '../../src/document/document.js';
import { hasErrors } from '../../src/document/finding.js';
import { readShape } from '../../src/document/shape.js';
import { writeJson } from '../../src/json/write.js';
import { loadMapping } from '../../src/mapping/load.js';
import { dataFields } from '../../src/selftest/data.js';
import { template } from '../../src/selftest/template.js';
import { readFields } from '../../src/testing/read-fields.js';
import { blocksOf } from '../docs/blocks.js';
import { describeProperties } from '../properties/property.js';

/** The shipped schemas against `check`: what one of them says of a file must not be wrong by the other. */

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const validators = Object.fromEntries(
  schemaKinds.map(kind => [
    kind,
    ajv.compile(JSON.parse(readFileSync(`schemas/${kind}.schema.json`, 'utf8'))),
  ]),
) as Record<SchemaKind, ReturnType<Ajv['compile']>>;

/** What the schema has against a value, as an editor sees it: long numbers are numbers. */
function refusals(kind: SchemaKind, value: unknown): string[] {
  const validate = validators[kind];
  validate(JSON.parse(writeJson(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Whether `check` has errors for what stands in such a file, its companions left aside. */
function isWrong(kind: SchemaKind, text: string): boolean {
  const document = new Document(`${kind}.yaml`, text);
  if (kind === 'mapping') loadMapping(document, { given: {}, unset: 'placeholder' });
  if (kind === 'test') readFields(document);
  if (kind === 'selftest') readShape(document, dataFields, document.value);
  if (kind === 'config') {
    const env = new Proxy({}, { get: () => 'x' });
    readShape(document, configSchema(new Source('.')), textsOf(document, document.value, env).value);
  }
  return hasErrors(document.findings);
}

function kindOf(text: string): SchemaKind {
  if (/^(test|cases):/m.test(text)) return 'test';
  if (/^selftest:/m.test(text)) return 'selftest';
  return /^users:/m.test(text) ? 'config' : 'mapping';
}

const files: { name: string; kind: SchemaKind; text: string }[] = [
  { name: 'what selftest --init writes', kind: 'selftest', text: template },
];
const names = ['mappings', 'examples', 'docs'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
);
for (const name of ['README.md', ...names]) {
  if (!/\.(yaml|md)$/.test(name)) continue;
  const text = readFileSync(name, 'utf8');
  // The description of an API, for people.
  if (basename(name) === 'openapi.yaml') continue;
  // The samples for other programs.
  if (name.startsWith('examples/deploy/') && basename(name) !== 'loyalty-gw.yaml') continue;
  if (!name.endsWith('.md')) files.push({ name, kind: kindOf(text), text });
  else
    for (const { title, line, text: block } of blocksOf(text).filter(({ language }) => language === 'yaml')) {
      const whole = /^(mapping|test|selftest|users|cases):/m.test(block) && title !== '';
      if (whole) files.push({ name: `${name}:${line}`, kind: kindOf(block), text: block });
    }
}

describe('what is shipped fits its schema', () => {
  it.each(files.map(file => [file.name, file] as const))('%s', (_, { name, kind, text }) => {
    expect(refusals(kind, new Document(name, text).value)).toEqual([]);
  });

  it.each(files.filter(({ name }) => name.endsWith('.yaml')).map(file => [file.name, file] as const))(
    '%s names its schema in the first line',
    (name, { kind, text }) => {
      const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      const found = new URL(path, new URL(name, 'file:///project/'));
      expect(found.pathname).toBe(`/project/schemas/${kind}.schema.json`);
    },
  );
});

describe('every key is explained', () => {
  it.each(schemaKinds)('of a %s', kind => {
    const silent: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [keyword, inner] of Object.entries(schema)) {
        if (keyword === 'properties')
          for (const [name, member] of Object.entries(inner as object)) {
            if (!member.description) silent.push(`${path}/${name}`);
            visit(member, `${path}/${name}`);
          }
        else if (keyword !== 'default') visit(inner, path);
      }
    };
    visit(JSON.parse(readFileSync(`schemas/${kind}.schema.json`, 'utf8')), '');
    expect(silent).toEqual([]);
  });
});

const mapping = (rest: string, crm = '') =>
  `mapping: 1\nname: a\napi: "1.0.0"\ncrm: { baseUrl: "https://crm.example.com" ${crm} }\noperations: { findCard: { unsupported: x }, getCard: { unsupported: x } }\n${rest}`;
const step = (text: string) =>
  mapping('').replace('findCard: { unsupported: x }', `findCard: { steps: { a: ${text} }, response: {} }`);
const test = (text: string) =>
  `test: 1\nmapping: a.yaml\ncases: [{ name: a, operation: findCard, answer: { nothing: true } ${text} }]`;
const config = (rest: string) => `users: [{ login: a, password: b }]\nmapping: a.yaml\n${rest}`;

describe('both refuse', () => {
  it.each<[SchemaKind, string]>([
    ['mapping', mapping('').replace('mapping: 1', 'mapping: 2')],
    ['mapping', mapping('').replace('name: a\n', '')],
    ['mapping', mapping('').replace('1.0.0', '3.0.0')],
    ['mapping', mapping('nmae: a')],
    ['mapping', mapping('deadline: 5')],
    ['mapping', mapping('deadline: 5 minutes')],
    ['mapping', mapping('functions: { f: 5 }')],
    ['mapping', mapping('calls: { c: { take: $reply.body } }')],
    ['mapping', mapping('calls: { c: { get: /x, when: true } }')],
    ['mapping', mapping('params: { A: { requird: true } }')],
    ['mapping', mapping('', ', auth: { berer: x }')],
    ['mapping', mapping('', ', auth: { basic: { user: x } }')],
    ['mapping', mapping('', ', auth: { login: { token: x } }')],
    ['mapping', mapping('', ', nested: dots')],
    ['mapping', mapping('', ', maxReply: big')],
    ['mapping', mapping('', ', retries: 21')],
    ['mapping', mapping('').replace('findCard', 'findCrd')],
    ['mapping', step('{ gett: /x }')],
    ['mapping', step('{ get: 5 }')],
    ['mapping', step('{ get: /x, value: 1 }')],
    ['mapping', step('{ when: true }')],
    ['mapping', step('{ fail: cardBlockd }')],
    ['mapping', step('{ get: /x, pages: { next: 1 } }')],
    ['mapping', step('[]')],
    ['test', test(', exchange: []')],
    ['test', test('').replace('nothing: true', 'error: nobody')],
    ['test', test('').replace('nothing: true', '')],
    ['test', test(', exchanges: [{ call: { get: x }, reply: {} }]')],
    ['test', test(', exchanges: [{ call: { get: /x }, fault: late }]')],
    ['config', config('lisen: {}')],
    ['config', config('locale: de')],
    ['config', config('listen: { port: http }')],
    ['config', config('errors: { cardNotFond: { code: "1" } }')],
    ['config', config('limits: { request: long }')],
    ['config', 'mapping: a.yaml'],
    ['selftest', 'selftest: 1\nknown: { phone: "79620480100" }'],
    ['selftest', 'selftest: 1\nroutes: { findCrd: GET /x }'],
    ['selftest', 'selftest: 1\nlists: [users]'],
  ])('%s %#', (kind, text) => {
    const { value, findings } = new Document('a.yaml', text);
    expect(findings).toEqual([]);
    expect({ schema: refusals(kind, value).length > 0, check: isWrong(kind, text) }).toEqual({
      schema: true,
      check: true,
    });
  });

  it.each([
    ['a variable of the environment', config('listen: { port: "${PORT:-8080}" }\nlocale: ${LOCALE}')],
    ['a number for a text', config('realm: 5\nlisten: { port: 80 }\nlimits: { body: 100 }')],
  ])('but not %s in a config', (_, text) => {
    expect(refusals('config', new Document('a.yaml', text).value)).toEqual([]);
  });
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : [];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length > 0 ? [path, ...inner] : inner;
}

type Change = { kind: 'remove' } | { kind: 'rename' } | { kind: 'replace'; by: unknown };

function changed(value: unknown, path: Path, change: Change): unknown {
  const copy = structuredClone(JSON.parse(writeJson(value)));
  const holder = path.slice(0, -1).reduce((inner, part) => inner[part], copy);
  const key = path.at(-1) as string | number;
  const before = holder[key];
  if (change.kind === 'replace') holder[key] = change.by;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  if (change.kind === 'rename' && !Array.isArray(holder)) holder[`${key}x`] = before;
  return copy;
}

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.constant({ kind: 'remove' } as const),
  fc.constant({ kind: 'rename' } as const),
  fc
    .constantFrom<unknown[]>(null, 'x', '', '3s', '${NAME}', 5, 1.5, true, [], ['x'], {}, { x: 'y' }, 'none')
    .map(by => ({ kind: 'replace' as const, by })),
);

const changedFile = fc
  .constantFrom(...files.filter(({ text }) => text.length < 30_000))
  .chain(({ name, kind, text }) => {
    const { value } = new Document(name, text);
    return fc.tuple(fc.constantFrom(...pathsIn(value)), anyChange).map(([path, change]) => ({
      kind,
      text: JSON.stringify(changed(value, path, change), null, 1),
    }));
  });

describeProperties('the schemas of shipped files with a change at random', 1, property => {
  property('refuse nothing that check accepts', 100, runs => {
    fc.assert(
      fc.property(changedFile, ({ kind, text }) => {
        const found = refusals(kind, JSON.parse(text));
        if (found.length > 0) expect(isWrong(kind, text), found.join('\n')).toBe(true);
      }),
      runs,
    );
  });
});
