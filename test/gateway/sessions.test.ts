import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { beside, configOf, minimal } from '../config/reading.js';
import { realCrm } from '../crm/real-crm.js';
import { gate } from '../gate.js';
import { call, until } from './start-gateway.js';

const mappingText = (url: string) => `
mapping: 1
name: shop
api: "1.2.0"
params: { REFRESH: { secret: true } }
crm:
  baseUrl: ${url}
  auth:
    oauth2:
      tokenUrl: ${url}/token
      grant: refresh_token
      clientId: gateway
      refreshToken: \${REFRESH}
      tokenFile: token.json
operations:
  reserveCard:
    steps:
      card: { post: /reservations }
    response: { cardNumber: "{% $card.number %}" }
`;

/** A CRM whose refresh tokens are good once, and whose tokens can be taken back. */
function oauthCrm() {
  const state = { refreshed: 0, served: 0, valid: '', takeBackAfter: Number.POSITIVE_INFINITY };
  const handle = ({
    target,
    headers,
    body,
  }: {
    target: string;
    headers: Readonly<Record<string, unknown>>;
    body: string;
  }) => {
    if (target === '/token') {
      const given = new URLSearchParams(body).get('refresh_token');
      if (given !== `refresh-${state.refreshed}`) return { status: 400, body: { error: 'invalid_grant' } };
      state.refreshed += 1;
      state.valid = `access-${state.refreshed}`;
      return { body: { access_token: state.valid, refresh_token: `refresh-${state.refreshed}` } };
    }
    if (headers.authorization !== `Bearer ${state.valid}`) return { status: 401 };
    state.served += 1;
    if (state.served === state.takeBackAfter) state.valid = 'taken back';
    return { body: { number: '4700' } };
  };
  return { state, handle };
}

/** A gateway as `serve` starts it; `file` is where its mapping lies. */
async function start(url: string, file: string, top = '') {
  const lines: string[] = [];
  const document = new Document(file, `${mappingText(url)}${top}\n`);
  const mapping = loadMapping(document, { given: { REFRESH: 'refresh-0' }, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  const config = await configOf(minimal(beside, { password: 'secret' }));
  const gateway = await startGateway(config, mapping, { write: line => lines.push(line) });
  onTestFinished(gateway.close);
  return { gateway, lines, ask: () => call(`${gateway.url}/v1/card/anonymous`) };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sessions-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test('a token that ends in the middle of parallel requests is renewed once, and nobody notices', async () => {
  const { state, handle } = oauthCrm();
  state.takeBackAfter = 15;
  const { ask, lines } = await start(await realCrm(handle), join(await folder(), 'crm.yaml'));
  const answers = await Promise.all(Array.from({ length: 60 }, ask));
  expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(200));
  expect(await answers[0]?.json()).toEqual({ cardNumber: '4700' });
  expect(state.refreshed).toBe(2);
  // The log tells of logins, and holds no token.
  const log = lines.join('');
  expect(log.match(/"step":"login"/g)).toHaveLength(2);
  expect(log).not.toMatch(/access-|refresh-/);
});

test('a restart goes on with the refresh token that came last', async () => {
  const { state, handle } = oauthCrm();
  const url = await realCrm(handle);
  const path = await folder();
  for (let round = 1; round <= 3; round++) {
    const { gateway, ask } = await start(url, join(path, 'crm.yaml'));
    expect((await ask()).status).toBe(200);
    await gateway.close();
    expect(await readFile(join(path, 'token.json'), 'utf8')).toContain(`refresh-${round}`);
  }
  expect(state.refreshed).toBe(3);
});

test('a refresh under way when the gateway closes is finished, and its token kept', async () => {
  const { state, handle } = oauthCrm();
  const held = gate();
  let isAsked = false;
  const url = await realCrm(async asked => {
    if (asked.target !== '/token') return handle(asked);
    isAsked = true;
    await held.isOpen;
    return handle(asked);
  });
  const path = await folder();
  const { gateway, ask } = await start(url, join(path, 'crm.yaml'), 'deadline: 50ms');
  // Its request is over before the token comes.
  expect((await ask()).status).toBe(422);
  await until(() => isAsked);
  const closed = gateway.close();
  // Long enough for the gateway to end all else, which would cut the refresh.
  setTimeout(held.open, 100);
  await closed;
  expect(state.refreshed).toBe(1);
  expect(await readFile(join(path, 'token.json'), 'utf8')).toContain('refresh-1');
});

test('a token file that cannot be written is an error of the start', async () => {
  const { handle } = oauthCrm();
  const nowhere = join(await folder(), 'none', 'crm.yaml');
  await expect(start(await realCrm(handle), nowhere)).rejects.toThrow(
    /token\.json cannot be written \(ENOENT\)$/,
  );
});
