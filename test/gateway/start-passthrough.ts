import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { beside, configOf, minimal } from '../config/reading.js';

/** The sections of a mapping around proxied operations, as YAML. */
export interface Around {
  /** By default the card, its update, the search and the purchases, each at the same path. */
  readonly operations?: string;
  readonly custom?: string;
  /** Members of the CRM section beside `baseUrl`. */
  readonly crm?: string;
  /** Members of the mapping itself. */
  readonly top?: string;
  /** Members of the config. */
  readonly config?: string;
  readonly given?: Readonly<Record<string, string>>;
  /** Where the mapping lies. */
  readonly folder?: string;
}

export const OPERATIONS = `
getCard: { proxy: true, ifMissing: cardNotFound }
findCard: { proxy: true }
listPurchases: { proxy: true }
updateCardholder: { proxy: true }
issueReservedCard: { proxy: true }
`;

export function mappingText(
  baseUrl: string,
  { operations = OPERATIONS, custom, crm = '', top = '' }: Around,
): string {
  const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');
  return `mapping: 1
name: shop
api: "1.2.0"
${top}
crm:
  baseUrl: ${baseUrl}
${indented(crm)}
operations:
${indented(operations)}
${custom === undefined ? '' : `custom:\n${indented(custom)}`}
`;
}

/** A gateway as `serve` starts it, whose operations are passed on to a CRM. */
export async function startPassthrough(baseUrl: string, around: Around = {}) {
  const { config = '', given = {}, folder = '/mappings' } = around;
  const document = new Document(join(folder, 'crm.yaml'), mappingText(baseUrl, around));
  const mapping = loadMapping(document, { given, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings, null, 2));
  const read = await configOf(minimal(`${beside}${config}`, { password: 'secret' }));
  const lines: Record<string, unknown>[] = [];
  const gateway = await startGateway(read, mapping, { write: line => lines.push(JSON.parse(line)) });
  onTestFinished(gateway.close);
  const requests = () => lines.filter(({ msg }) => msg === 'request');
  return { ...gateway, port: Number(new URL(gateway.url).port), lines, requests };
}

/** A card as Koshelek's format has it, but for its numbers, which are none there. */
export const card = (cardNumber: string) => ({
  card: {
    cardNumber,
    cardState: 'active',
    barcode: { barcodeNumber: cardNumber, barcodeType: 'EAN_13' },
    bonus: { total: 12.5, available: '10' },
  },
});

/** All of a body; `undefined` when it is cut. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
