import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Behaviour, reply } from '../broken-crm.js';

/** Everything that came, told back: what CRMs do in their error messages. */
async function echo(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url, headers } = request;
  const trace = { url: `${method} ${url}`, plain: decodeURIComponent(url ?? ''), headers };
  return JSON.stringify({ ...trace, sent: Buffer.concat(chunks).toString('utf8') });
}

/** Answers with all that came, in the body and in headers. */
function echoed(status: number, type = 'application/json', change = (text: string) => text): Behaviour {
  return async (request, response) => {
    const text = change(await echo(request));
    const inHeader = encodeURIComponent(text).slice(0, 4_000);
    response.writeHead(status, { 'content-type': type, 'x-trace': inHeader, 'set-cookie': inHeader });
    response.end(text);
  };
}

/** @param person what a CRM knows, as JSON */
export function badManners(person: object): Readonly<Record<string, Behaviour>> {
  const known = JSON.stringify(person);
  const cut = (response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 }).write(known);
  return {
    '200 with what came': echoed(200),
    '400': echoed(400),
    '401': echoed(401),
    '404': echoed(404),
    '422': echoed(422),
    '429': echoed(429),
    '500': echoed(500),
    '503 in HTML': echoed(503, 'text/html', text => `<h1>Error</h1><pre>${text}</pre>`),
    'XML for JSON': echoed(200, 'application/xml', text => `<r>${text}</r>`),
    'broken JSON': reply(200, known.slice(0, -1)),
    'JSON twice': reply(200, known + known),
    'twin members': reply(200, known.replace('{', '{"phone":"79620480100",')),
    'another type': reply(200, JSON.stringify(known)),
    'no UTF-8': reply(200, Buffer.from(known, 'utf16le').toString('latin1')),
    'gzip that is none': reply(200, known, { 'content-encoding': 'gzip' }),
    'an unknown charset': reply(200, known, { 'content-type': 'application/json; charset=79620480100' }),
    'a type that tells': reply(200, known, {
      'content-type': `text/${encodeURIComponent(known).slice(0, 200)}`,
    }),
    redirected: reply(302, known, { location: `https://crm.example/${encodeURIComponent(known)}` }),
    'cut off': async (_, response) => {
      cut(response);
      setImmediate(() => response.destroy());
    },
    reset: request => request.socket.resetAndDestroy(),
    'no HTTP': request => void request.socket.end(`79620480100 ${known}\r\n\r\n`),
    'broken chunks': request => {
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
      request.socket.end(`${head}79620480100 ${known}\r\n`);
    },
    'never answered': () => {},
    'what is wanted, of somebody': reply(200, known),
  };
}
