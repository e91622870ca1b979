import { readdir, readFile } from 'node:fs/promises';
import type { ScaffoldFile, Starter } from './starter.js';

/** The mappings that come with loyalty-gw, by name, and what people call their CRMs. */
export const shippedMappings = {
  retailcrm: 'RetailCRM, Simla',
  bitrix24: 'Bitrix24',
  mindbox: 'Mindbox',
  odoo: 'Odoo',
  iiko: 'iiko',
  'demo-crm': 'the demo CRM of loyalty-gw',
} as const;

export type ShippedName = keyof typeof shippedMappings;

// The same two folders up from src/scaffold and from dist/scaffold.
const folder = new URL('../../mappings/', import.meta.url);

/** A project with a copy of a shipped mapping, and of all test files that are for it. */
export async function shippedStarter(name: ShippedName): Promise<Starter> {
  const path = `${name}.yaml`;
  const isForIt = ({ text }: ScaffoldFile) =>
    new RegExp(`^mapping: (\\./)?${name}\\.yaml\\s*(#.*)?$`, 'm').test(text);
  const names = (await readdir(folder)).filter(file => file.endsWith('.test.yaml')).sort();
  const tests = (await Promise.all(names.map(shipped))).filter(isForIt);
  return { mapping: await shipped(path), tests, before: before(name, path), notes: [] };
}

async function shipped(path: string): Promise<ScaffoldFile> {
  const text = await readFile(new URL(path, folder), 'utf8');
  // Where the schema is, is another place from the folder of the copy.
  return { path, text: text.replace(/^# yaml-language-server: .*\n/, '') };
}

function before(name: ShippedName, path: string): string {
  if (name === 'demo-crm') {
    return `The demo CRM is part of the checkout of loyalty-gw: \`npm run demo\` starts it on http://127.0.0.1:9400, with a
gateway of its own on port 8080. Its token is \`demo-crm-token\`.`;
  }
  return `The head of [${path}](${path}) says what to create in the CRM, which rights the key needs, and where the facts
come from. It has not met the real CRM yet: look at those that are called inferred, and try them on test data.`;
}
