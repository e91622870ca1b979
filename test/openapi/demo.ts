import { join } from 'node:path';
import { Document } from '../../src/document/document.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { type Deployment, openApiOf } from '../../src/openapi/mapped.js';
import type { OpenApiDocument } from '../../src/openapi/types.js';

export const deployment: Deployment = {
  api: '1.2.0',
  server: { url: 'https://loyalty.example.com/walletapi', description: 'The gateway' },
  realm: 'loyalty-gw',
  errors: usualErrors,
};

/** A mapping without params. */
export function mappingOf(document: Document): Mapping {
  const mapping = loadMapping(document, { given: {}, unset: 'placeholder' });
  if (!mapping) throw new Error(JSON.stringify(document.findings, null, 2));
  return mapping;
}

/** A mapping with these operations. */
export function mappingWith(operations: string, more = ''): Mapping {
  const head = 'mapping: 1\nname: shop\napi: "1.2.0"\ncrm: { baseUrl: http://crm.example.com, auth: none }\n';
  return mappingOf(new Document('crm.yaml', `${head}${more}operations:\n${operations}`));
}

export const demoFile = join(import.meta.dirname, '../../mappings/demo-crm.yaml');

let demo: Mapping | undefined;

export async function demoOpenApi(changes: Partial<Deployment> = {}): Promise<OpenApiDocument> {
  demo ??= mappingOf(await Document.read(demoFile));
  return openApiOf(demo, { ...deployment, ...changes });
}
