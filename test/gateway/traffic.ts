import { onTestFinished } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { configOf, minimal } from '../config/reading.js';
import { type Behaviour, startBrokenCrm } from '../e2e/broken-crm.js';
import { basic } from './start-gateway.js';

/** @param more of the section `crm` */
const mappingText = (crm: string, more: string) => `
mapping: 1
name: shop
api: "1.2.0"
crm: { baseUrl: "${crm}", asText: [number], retries: 1${more} }
operations:
  listUsers: { unsupported: "none of this" }
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}", ifMissing: cardNotFound }
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: CODE_128 }
`;

/** Cards that are there, that are not, and that break the CRM: the number says which. */
const behaviour: Behaviour = (request, response) => {
  const number = request.url?.split('/').at(-1) ?? '';
  if (number.startsWith('404')) response.writeHead(404).end('{}');
  else if (number.startsWith('500')) response.writeHead(500).end('{}');
  else if (number.startsWith('000')) response.destroy();
  else response.end(JSON.stringify({ number }));
};

/** A gateway with an admin listener, and ways to ask both. @param crm more of the mapping's section */
export async function startWatched({ crm: more = '' } = {}) {
  const crm = await startBrokenCrm(onTestFinished, behaviour);
  const document = new Document('crm.yaml', mappingText(crm.url, more));
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  const config = await configOf(minimal('listen: { port: 0 }\nadmin: { port: 0 }\n', { password: 'secret' }));
  const { url, admin = '', close } = await startGateway(config, mapping, { write: () => {} });
  onTestFinished(close);
  const get = async (path: string) => (await fetch(admin + path)).text();
  return {
    admin,
    get,
    card: (number: string, password = 'secret') =>
      fetch(`${url}/v1/card/${number}`, { headers: { authorization: basic('koshelek', password) } }),
  };
}
