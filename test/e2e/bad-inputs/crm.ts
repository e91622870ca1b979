import type { IncomingMessage } from 'node:http';
import { type BrokenCrm, reply, startBrokenCrm } from '../broken-crm.js';
import type { Cleanup } from '../cleanup.js';
import { TOKEN } from '../gateway.js';
import { FORBIDDEN } from './shapes.js';

/** All that the mapping below ever asks. */
const known = /^GET \/customers\?phone=%2B\d+$|^(GET|PUT) \/cards\/[\w.~!'()*%-]+$/;

export const MAPPING = `
mapping: 1
name: bad-inputs
api: "1.0.0"
params: { CRM_URL: {}, CRM_TOKEN: { secret: true } }
crm: { baseUrl: "\${CRM_URL}", auth: { bearer: "\${CRM_TOKEN}" } }
operations:
  findCard:
    steps:
      found: { get: /customers, query: { phone: "+{% $request.query.msisdn %}" } }
      nobody: { when: "$exists($found.items)", answer: nothing }
    response: "{% $found %}"
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}" }
      nobody: { when: "$exists($card.items)", fail: cardNotFound }
    response: "{% $card %}"
  updateCardholder:
    steps:
      update: { put: "/cards/{% $request.params.cardNumber %}", body: { name?: "{% $request.body.surname %}" } }
`;

export interface WatchingCrm {
  readonly crm: BrokenCrm;
  /** Requests that are none of the mapping's, or that are about what must not get in. */
  readonly wrong: string[];
}

/** A CRM that looks whether each request is one that the mapping makes, with the token and with nothing of a client. */
export async function startWatchingCrm(cleanup: Cleanup): Promise<WatchingCrm> {
  const wrong: string[] = [];
  const crm = await startBrokenCrm(cleanup, (request, response) => {
    if (!isKnown(request)) wrong.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    request.resume();
    reply(200, '{"items":[]}')(request, response);
  });
  return { crm, wrong };
}

const expected = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'user-agent',
]);

function isKnown({ method, url = '', headers }: IncomingMessage): boolean {
  const isForbidden = url.includes(FORBIDDEN) || /\/\.{0,2}(\/|\?|$)/.test(url);
  const isOurs = Object.keys(headers).every(name => expected.has(name));
  return (
    known.test(`${method} ${url}`) && !isForbidden && isOurs && headers.authorization === `Bearer ${TOKEN}`
  );
}
