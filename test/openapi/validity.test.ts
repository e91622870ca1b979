import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeYaml } from '../../src/document/write-yaml.js';
import { openApiOf } from '../../src/openapi/mapped.js';
import type { OpenApiDocument } from '../../src/openapi/types.js';
import { agreedMapping } from './agreed.js';
import { demoOpenApi, deployment, mappingWith } from './demo.js';
import { onlyMedia, operationsIn, responseOf, validatorOf } from './schemas.js';

const validator = new Validator();

const documents: Record<string, () => OpenApiDocument | Promise<OpenApiDocument>> = {
  'the demo': () => demoOpenApi(),
  'the demo in its first revision, at a base path': () =>
    demoOpenApi({ api: '1.0.0', server: { url: '/walletapi', description: 'x' } }),
  'what was agreed on': () => openApiOf(agreedMapping(), deployment),
  'what is not supported': () => openApiOf(mappingWith('  getCard: { unsupported: no cards }\n'), deployment),
  nothing: () => openApiOf(agreedMapping(), { ...deployment, users: [{ operations: [] }] }),
};

describe.each(Object.entries(documents))('%s', (_, make) => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await make();
    expect(await validator.validate(structuredClone(document) as never)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is the same in YAML, also for those who read YAML 1.1', async () => {
    const document = await make();
    const yaml = writeYaml(document);
    expect(parse(yaml)).toEqual(document);
    expect(parse(yaml, { version: '1.1' })).toEqual(document);
    expect(yaml).not.toMatch(/^\s*[^'"]*: [&*]\w/m);
  });

  it('has schemas that are JSON Schema 2020-12, and examples that fit them', async () => {
    const document = await make();
    for (const schema of Object.values(document.components.schemas)) validatorOf(document, schema);
    for (const operation of operationsIn(document)) {
      const { operationId, parameters = [], requestBody, responses } = operation;
      for (const { name, schema, example } of parameters) {
        expect(validatorOf(document, schema)(example), `${operationId} ${name}`).toBe(true);
      }
      for (const media of [
        ...Object.values(requestBody?.content ?? {}),
        ...Object.keys(responses).flatMap(
          status => onlyMedia(responseOf(document, operation, Number(status)).content) ?? [],
        ),
      ]) {
        const validate = validatorOf(document, media.schema);
        const examples = Object.keys(media.examples ?? {}).map(name => document.components.examples[name]);
        for (const example of media.examples ? examples.map(each => each?.value) : [media.example]) {
          expect(validate(example), `${operationId} ${JSON.stringify(example)}`).toBe(true);
        }
      }
    }
  });

  it('has ids once', async () => {
    const ids = operationsIn(await make()).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names in each path the parameters that it has', async () => {
    const { paths } = await make();
    for (const [path, item] of Object.entries(paths)) {
      for (const { parameters = [] } of Object.values(item)) {
        const names = parameters.filter(each => each.in === 'path').map(({ name }) => name);
        expect(names).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      }
    }
  });
});

it('a document that is none is refused: the validator does look', async () => {
  const broken = { ...(await demoOpenApi()), info: { title: 'x' } };
  expect((await validator.validate(broken as never)).valid).toBe(false);
  const dangling = structuredClone(await demoOpenApi()) as unknown as { components: { headers: object } };
  dangling.components.headers = {};
  expect((await validator.validate(dangling as never)).valid).toBe(false);
});
