import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startBrokenCrm } from './broken-crm.js';
import type { Cleanup } from './cleanup.js';
import { type Answer, call, loyaltyGw, temporaryFolder, writeConfig } from './gateway.js';

const CLIENTS = 8;

/** Every tenth time the mapping is broken: it changes nothing. */
const isBroken = (round: number) => round % 10 === 9;

/** Each says which one it is, at the beginning and at the end of an operation, and every fifth is another CRM to it. */
const mappingOf = (round: number) => `
mapping: 1
name: shop
api: "1.2.0"
params: { CRM_URL: { required: true }, CRM_TOKEN: { secret: true } }
crm: { baseUrl: "\${CRM_URL}", auth: { bearer: "\${CRM_TOKEN}" }, asText: [number], timeout: 1m, maxReply: ${100 + Math.floor(round / 5)}KiB }
deadline: 2m
operations:
  findCard: { unsupported: "none of this" }
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}/${round}", ifMissing: cardNotFound }
      again: { get: "/cards/{% $card.number %}/${round}", ifMissing: cardNotFound }
    response:
      card:
        cardNumber: "{% $again.number %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.round & '-' & $again.round %}-${round}", barcodeType: CODE_128 }
${isBroken(round) ? 'stray: key' : ''}
`;

/**
 * Reloads a gateway again and again, by a signal and a file that is another, while clients ask without a pause; and
 * counts the answers.
 */
export async function reloadStorm(reloads: number, cleanup: Cleanup): Promise<string> {
  const crm = await startBrokenCrm(cleanup, (request, response) => {
    const [, , number, round] = (request.url ?? '').split('/');
    setTimeout(() => response.end(JSON.stringify({ number, round })), Math.random() * 8);
  });
  const folder = temporaryFolder(cleanup);
  const mapping = join(folder, 'crm.yaml');
  writeFileSync(mapping, mappingOf(0));
  const more = 'reload: { every: off }\n';
  const config = writeConfig(folder, { crm: crm.url, mapping, operations: null, more });
  const gateway = loyaltyGw(['serve', '--config', config], cleanup);
  const [, url = ''] = await gateway.line(/"url":"([^"]+)".*"msg":"listening"/);

  const agent = new Agent({ keepAlive: true });
  cleanup(() => void agent.destroy());
  let isOver = false;
  let sent = 0;
  const wrong: string[] = [];
  const rounds = new Set<string>();
  const client = async (client: number) => {
    for (let count = 0; !isOver; count++) {
      const number = `47${client}0${count}`;
      sent += 1;
      const answer = await call('GET', `${url}/v1/card/${number}`, { agent }).catch((error: Error) => error);
      const round = roundOf(answer, number);
      if (round === undefined)
        wrong.push(`${number}: ${answer instanceof Error ? answer.message : answer.text}`);
      else rounds.add(round);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(index));
  for (let round = 1; round <= reloads; round++) {
    writeFileSync(mapping, mappingOf(round));
    gateway.child.kill('SIGHUP');
    await countOf(gateway.stdout, round);
  }
  isOver = true;
  await Promise.all(clients);

  expect(wrong).toEqual([]);
  expect(await gateway.stop()).toBe(0);
  expect(gateway.stderr()).toBe('');
  const lines = gateway
    .stdout()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  const told = (msg: string) => lines.filter(line => line.msg === msg);
  expect(told('request').filter(({ status }) => status === 200)).toHaveLength(sent);
  const failed = Array.from({ length: reloads }, (_, index) => index + 1).filter(isBroken).length;
  expect([told('reloaded').length, told('reload failed').length]).toEqual([reloads - failed, failed]);
  expect(rounds.size).toBeGreaterThan((reloads - failed) / 2);
  return `${reloads} reloads (${failed} of broken files), ${sent} requests, ${sent} right answers, 0 lost, answered by ${rounds.size} generations`;
}

/** Which mapping an answer is from; `undefined` where it is wrong, or from more than one. */
function roundOf(answer: Answer | Error, number: string): string | undefined {
  if (answer instanceof Error || answer.status !== 200) return undefined;
  const { card } = answer.json as { card: { cardNumber: string; barcode: { barcodeNumber: string } } };
  const [first, second, third] = card.barcode.barcodeNumber.split('-');
  return card.cardNumber === number && first === second && second === third ? third : undefined;
}

/** Waits until so many reloads are over. */
async function countOf(stdout: () => string, count: number): Promise<void> {
  const over = () => stdout().match(/"msg":"(reloaded|reload failed)"/g)?.length ?? 0;
  while (over() < count) await new Promise(resolve => setTimeout(resolve, 5));
}
