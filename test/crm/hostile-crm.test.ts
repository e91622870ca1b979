import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HttpWire } from '../../src/crm/http-wire.js';
import type { Wire } from '../../src/crm/wire.js';
import { runSteps, type Sections } from '../mapping/run-steps.js';
import { brotli } from './brotli.js';
import { httpServer } from './local-server.js';

/** What nobody but the CRM may get to see. */
const canary = 'CANARY-79620480100';

/** Sends the calls of `http://crm.test` to a server of this test. */
function wireTo(url: string): Wire {
  const http = new HttpWire();
  onTestFinished(() => http.close());
  return {
    exchange: (call, limits, signal) =>
      http.exchange({ ...call, url: call.url.replace('http://crm.test/', url) }, limits, signal),
  };
}

type Behaviour = (response: ServerResponse) => void;

/** A find that would answer "no such card" to whatever it took for an empty list. */
async function find(behaviour: Behaviour, sections: Sections = {}, call = '') {
  const url = await httpServer((_, response) => behaviour(response));
  const steps = `found:\n  get: /found\n  ${call}\nnobody: { when: "$count($found) = 0", answer: nothing }`;
  return runSteps(steps, {
    operation: 'findCard',
    rest: 'response: { card: { cardNumber: "1", cardState: active, barcode: { barcodeNumber: "1", barcodeType: EAN_13 } } }',
    request: { query: { msisdn: '79620480100' } },
    ...sections,
    wire: wireTo(url),
  });
}

const json: (body: string | Uint8Array, headers?: Record<string, string>) => Behaviour =
  (body, headers = {}) =>
  response =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

const row = `{"name":"${canary}"}`;

it.each<[string, Behaviour, string, string?]>([
  ['HTML where JSON is due', json(`<html>${canary}</html>`, { 'content-type': 'text/html' }), 'crmBadReply'],
  ['HTML that says it is JSON', json(`<html>${canary}</html>`), 'crmBadReply'],
  ['JSON that is cut', json(`[${row},`), 'crmBadReply'],
  ['two JSON values', json('[][]'), 'crmBadReply'],
  ['a name twice', json(`{"rows":[],"rows":[${row}]}`), 'crmBadReply', 'take: $reply.body.rows'],
  [
    'a name twice, spelt in two ways',
    json('{"rows":[],"row\\u0073":[]}'),
    'crmBadReply',
    'take: $reply.body.rows',
  ],
  [
    'a prototype in place of members',
    json('{"__proto__":{"rows":[]}}'),
    'crmBadReply',
    'take: $reply.body.rows',
  ],
  ['deep nesting', json(`${'['.repeat(5000)}${']'.repeat(5000)}`), 'crmBadReply'],
  ['very deep nesting', json('['.repeat(900_000)), 'crmBadReply'],
  [
    'a bomb of gzip',
    json(gzipSync(`["${'0'.repeat(50_000_000)}"]`), { 'content-encoding': 'gzip' }),
    'crmBadReply',
  ],
  [
    'a bomb of br',
    json(brotli(`["${'0'.repeat(50_000_000)}"]`), { 'content-encoding': 'br' }),
    'crmBadReply',
  ],
  ['gzip in gzip', json(gzipSync(gzipSync('[]')), { 'content-encoding': 'gzip, gzip' }), 'crmBadReply'],
  [
    'gzip that is cut',
    json(gzipSync(`[${row}]`).subarray(0, 30), { 'content-encoding': 'gzip' }),
    'crmBadReply',
  ],
  ['a coding that is none', json('[]', { 'content-encoding': canary }), 'crmBadReply'],
  [
    'a charset that nobody knows',
    json('[]', { 'content-type': `application/json; charset=${canary}` }),
    'crmBadReply',
  ],
  ['bytes that are no UTF-8', json(Uint8Array.from([0x5b, 0x22, 0xff, 0x22, 0x5d])), 'crmBadReply'],
  [
    'a body with a wrong length',
    response => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[]', () => response.destroy());
    },
    'crmUnavailable',
  ],
  ['a form where a list is due', json('a=1'), 'crmBadReply'],
  ['XML with a DTD', json(`<!DOCTYPE a [<!ENTITY b "${canary}">]><a>&b;</a>`), 'crmBadReply', 'reply: xml'],
  [
    'XML with entities of entities',
    json(`<!DOCTYPE a [${'<!ENTITY b "&c;">'.repeat(99)}]><a>&b;</a>`),
    'crmBadReply',
    'reply: xml',
  ],
  ['XML that is cut', json(`<rows><row>${canary}</row>`), 'crmBadReply', 'reply: xml'],
  ['XML with a prototype', json('<a><__proto__><rows/></__proto__></a>'), 'crmBadReply', 'reply: xml'],
  ['HTML where a text is due', json(`<html>${canary}</html>`), 'crmBadReply', 'reply: text'],
  ['HTML where a form is due', json(`<html>${canary}=1</html>`), 'crmBadReply', 'reply: form'],
  [
    'a text without an end',
    response => {
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { connection: 'close' }).end('1250');
    },
    'crmBadReply',
    'reply: text',
  ],
])('%s: an error of the catalogue, and nothing of the CRM', async (_, behaviour, error, call) => {
  const { answer, events } = await find(behaviour, { crm: 'maxReply: 1MB' }, call);
  expect(answer.failure?.error).toBe(error);
  expect(answer.status).toBe(422);
  expect(`${answer.body} ${answer.failure?.message}`).not.toContain(canary);
  const told = events.filter(({ type }) => type !== 'reply' && type !== 'call');
  expect(JSON.stringify(told)).not.toContain(canary);
  expect(Object.prototype).not.toHaveProperty('rows');
});

it.each([301, 302, 303, 307, 308])('a redirect to another host is not followed: %i', async status => {
  let followed = 0;
  const other = await httpServer((_, response) => {
    followed += 1;
    response.end('[]');
  });
  const { answer } = await find(response =>
    response
      .writeHead(status, { location: `${other}${canary}`, 'content-type': 'application/json' })
      .end('[]'),
  );
  expect(answer.failure?.error).toBe('crmError');
  expect(`${answer.body} ${answer.failure?.message}`).not.toContain(canary);
  expect(followed).toBe(0);
});

it.each<[string, string, string, string]>([
  ['without end', 'maxReply: 100kB', 'crmBadReply', 'x'.repeat(10_000)],
  ['that dribbles', 'timeout: 200ms', 'crmTimeout', ' '],
])('a body %s is given up, and its connection closed', { tags: ['slow'] }, async (_, crm, error, chunk) => {
  let closed = false;
  const { answer } = await find(
    response => {
      const timer = setInterval(() => response.write(chunk), 1);
      response.once('close', () => {
        closed = true;
        clearInterval(timer);
      });
    },
    { crm },
  );
  expect(answer.failure?.error).toBe(error);
  await vi.waitFor(() => expect(closed).toBe(true));
});

it('a list that is empty, in any dress, is nobody', async () => {
  for (const behaviour of [json('[]'), json(gzipSync('[]'), { 'content-encoding': 'gzip' })]) {
    const { answer } = await find(behaviour);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: '' });
  }
});

it('sends and reads forms, texts and XML over a real connection, with every digit', async () => {
  const seen: string[] = [];
  const url = await httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push(`${request.headers['content-type']} ${Buffer.concat(chunks)}`);
    if (request.url === '/form') response.end('id=4700000000000072783&sum=0.10000000000000000001');
    else response.end('<a><id>4700000000000072783</id><sum>0.10000000000000000001</sum></a>');
  });
  const { values } = await runSteps(
    'one:\n  post: /form\n  reply: form\n  nested: json\n  form: { id: "{% $numeral($request.body.x) %}", c: { id: "{% $numeral($request.body.x) %}" } }\n' +
      'two:\n  post: /xml\n  reply: xml\n  text: "<id>{% $one.id %}</id>"',
    { body: { x: '4700000000000072783' }, wire: wireTo(url) },
  );
  const exact = { id: '4700000000000072783', sum: '0.10000000000000000001' };
  expect(values).toEqual({ one: exact, two: { a: exact } });
  expect(seen).toEqual([
    'application/x-www-form-urlencoded id=4700000000000072783&c=%7B%22id%22%3A4700000000000072783%7D',
    'text/plain; charset=utf-8 <id>4700000000000072783</id>',
  ]);
});
