import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { writePasswordHash } from '../../src/config/password-hash.js';
import { ServedFiles } from '../../src/config/served.js';
import { digestOf } from '../../src/document/files-read.js';
import { startGateway as startWhole } from '../../src/gateway/start.js';
import { folderOf } from '../config/reading.js';
import { startBrokenCrm } from '../e2e/broken-crm.js';
import { authority, signedBy } from './certificates.js';
import { cheapHash } from './cheap-hash.js';
import { basic, until } from './start-gateway.js';

const MAPPING = `
mapping: 1
name: shop
api: "1.2.0"
params: { CRM_URL: { required: true }, STATE: { default: active } }
crm: { baseUrl: "\${CRM_URL}", asText: [number] }
operations:
  findCard: { unsupported: "none of this" }
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}", ifMissing: cardNotFound }
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: "{% $params.STATE %}"
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: CODE_128 }
`;

const config = (more = '', password = '{ file: secret }') =>
  `listen: { port: 0 }\nmapping: crm.yaml\nusers: [{ login: koshelek, password: ${password} }]\n${more}\n`;

/** A CRM that answers at once, or keeps replies until they are asked for. */
async function startCrm() {
  const held: (() => void)[] = [];
  let holds = false;
  const crm = await startBrokenCrm(onTestFinished, (request, response) => {
    const answer = () => response.end(JSON.stringify({ number: request.url?.split('/').at(-1) }));
    if (holds) held.push(answer);
    else answer();
  });
  const hold = (value: boolean) => {
    holds = value;
  };
  return { crm, held, hold };
}

/** A gateway of files, as `serve` starts it. It is asked to reload, unless `every` says how often it looks itself. */
async function start(options: { every?: string; more?: string; mapping?: string; password?: string } = {}) {
  const { every = 'off', more = '', mapping = MAPPING, password } = options;
  const { crm, held, hold } = await startCrm();
  const base = `params: { CRM_URL: "${crm.url}" }\nreload: { every: ${every} }\nadmin: { port: 0 }\n`;
  const folder = folderOf({
    'gw.yaml': config(base + more, password),
    'crm.yaml': mapping,
    secret: 'first\n',
  });
  const files = new ServedFiles('gw.yaml', { env: {}, cwd: folder });
  const { served, findings } = await files.load();
  if (!served) throw new Error(JSON.stringify(findings));
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const gateway = await startWhole(served.config, served.mapping, destination, files);
  onTestFinished(() => gateway.close());
  return {
    gateway,
    crm,
    held,
    hold,
    folder,
    base,
    write: (name: string, text: string) => writeFile(join(folder, name), text),
    told: (msg: string) => lines.filter(line => line.msg === msg),
    ask: async (password = 'first', number = '4700') => {
      const headers = { authorization: basic('koshelek', password) };
      const answer = await fetch(`${gateway.url}/v1/card/${number}`, { headers });
      return [answer.status, (await answer.json()) as { card?: { cardState: string } }] as const;
    },
    metrics: async () => (await fetch(`${gateway.admin}/metrics`)).text(),
    ready: async () => {
      const answer = await fetch(`${gateway.admin}/readyz`);
      return [answer.status, await answer.json()] as const;
    },
  };
}

const card = (cardState: string) => expect.objectContaining({ card: expect.objectContaining({ cardState }) });

/** A certificate is read by the gateway itself, too; but a config that names it is not sound without it. */
it('what is read while a certificate is being renewed is read again when it is there', async () => {
  const ca = await authority();
  const [before, after] = [await signedBy(ca), await signedBy(ca)];
  const folder = folderOf({ 'gw.yaml': '', 'crm.yaml': MAPPING, cert: before.cert, key: before.key });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const tls = 'listen: { port: 0, tls: { cert: cert, key: key } }\n';
  const written = (params: string) => config(params, 'x').replace(/^listen:.*\n/, tls);
  await write('gw.yaml', written('params: { CRM_URL: "http://127.0.0.1:1" }'));
  const files = new ServedFiles('gw.yaml', { env: {}, cwd: folder });
  expect((await files.load()).served).toBeDefined();
  await write('cert', after.cert);
  await write('gw.yaml', written('params: { CRM_URL: "http://127.0.0.1:2" }'));
  const halfWay = await files.load();
  expect(halfWay.served).toBeUndefined();
  expect(halfWay.findings).toContainEqual(expect.objectContaining({ code: 'tls-file' }));
  const known = files.read.all.get(join(folder, 'key'));
  await write('key', after.key);
  expect(known).not.toBe(digestOf(after.key));
  const { served } = await files.load();
  expect(served?.config.params).toEqual({ CRM_URL: 'http://127.0.0.1:2' });
  expect(files.read.all.get(join(folder, 'key'))).toBe(digestOf(after.key));
});

describe('what is read again', () => {
  it('is served: config, mapping, and the files that they name', async () => {
    const { gateway, ask, write, told, base } = await start();
    await write('secret', 'second');
    await gateway.reload();
    expect((await ask('first'))[0]).toBe(401);
    expect(await ask('second')).toEqual([200, card('active')]);
    await write('gw.yaml', config(base.replace('params: {', 'params: { STATE: inactive,')));
    await gateway.reload();
    expect(await ask('second')).toEqual([200, card('inactive')]);
    await write('crm.yaml', MAPPING.replace('{% $params.STATE %}', 'active'));
    await gateway.reload();
    expect(await ask('second')).toEqual([200, card('active')]);
    const what = { trigger: 'signal', mapping: 'shop', api: '1.2.0', operations: ['findCard', 'getCard'] };
    expect(told('reloaded')).toMatchObject([what, what, what]);
  });

  it('forgets nothing of the rate of a login, unless that is another', async () => {
    const { gateway, ask, write, base } = await start({ more: 'limits: { rate: 1/h }\n' });
    expect((await ask())[0]).toBe(200);
    await write('gw.yaml', config(`${base}limits: { rate: 1/h }\nlog: { level: warn }\n`));
    await gateway.reload();
    expect((await ask())[0]).toBe(422);
    await write('gw.yaml', config(`${base}limits: { rate: 2/h }\n`));
    await gateway.reload();
    expect((await ask())[0]).toBe(200);
  });

  it('is no business of a request under way, and the connections of before end with it', async () => {
    const { gateway, ask, write, held, hold, crm, base } = await start();
    hold(true);
    const before = ask();
    await until(() => held.length === 1);
    hold(false);
    const other = await startCrm();
    await write(
      'gw.yaml',
      config(`${base}`.replace(crm.url, other.crm.url).replace('{', '{ STATE: inactive,')),
    );
    await gateway.reload();
    expect(await ask()).toEqual([200, card('inactive')]);
    expect([crm.requests.length, other.crm.requests.length]).toEqual([1, 1]);
    held[0]?.();
    expect(await before).toEqual([200, card('active')]);
    await vi.waitFor(async () => expect(await crm.connections()).toBe(0));
    expect(await other.crm.connections()).toBe(1);
  });

  it('keeps the connections to a CRM that is the same', async () => {
    const { gateway, ask, write, crm } = await start();
    await ask();
    const before = await crm.opened();
    await write('crm.yaml', MAPPING.replace('{% $params.STATE %}', 'inactive'));
    await gateway.reload();
    expect(await ask()).toEqual([200, card('inactive')]);
    expect(await crm.opened()).toBe(before);
  });
});

describe('a login of whose password a hash alone is known', () => {
  // One guess is free, and the next one waits for longer than a test may take.
  const limits = 'limits: { attempts: { free: 1, freePerAddress: 1, delay: 10m, longestDelay: 10m } }\n';
  const hashOf = (password: string) => `{ hash: "${writePasswordHash(cheapHash(password))}" }`;

  async function startHashed() {
    const started = await start({ more: limits, password: hashOf('first') });
    const { base, write, gateway, ask } = started;
    return {
      ...started,
      /** Guesses until the limit is reached: of these, one goes on waiting. */
      guess: async () => {
        expect((await ask('one'))[0]).toBe(401);
        const answers: number[] = [];
        const guessed = (password: string) => ask(password).then(([status]) => answers.push(status));
        for (const password of ['two', 'three', 'four']) guessed(password).catch(() => {});
        await until(() => answers.length === 2);
        expect(answers).toEqual([422, 422]);
      },
      reloadWith: async (password: string, more = limits) => {
        await write('gw.yaml', config(base + more, password));
        await gateway.reload();
      },
    };
  }

  it('passes at once after a reload as before, however many guess', async () => {
    const { gateway, ask, guess, write, reloadWith } = await startHashed();
    expect(await ask('first')).toEqual([200, card('active')]);
    await guess();
    expect(await ask('first')).toEqual([200, card('active')]);
    await write('crm.yaml', MAPPING.replace('{% $params.STATE %}', 'inactive'));
    await gateway.reload();
    expect(await ask('first')).toEqual([200, card('inactive')]);
    await reloadWith(hashOf('first'), `${limits}log: { level: warn }\n`);
    expect(await ask('first')).toEqual([200, card('inactive')]);
    expect((await ask('five'))[0]).toBe(422);
  });

  it('is let in by the new password alone once the hash is another', async () => {
    const { ask, reloadWith } = await startHashed();
    expect((await ask('first'))[0]).toBe(200);
    await reloadWith(hashOf('second'));
    expect((await ask('second'))[0]).toBe(200);
    expect((await ask('first'))[0]).toBe(401);
    expect((await ask('second'))[0]).toBe(200);
  });

  it('is no longer known to be right once its hash was another, be it the same again', async () => {
    const { ask, guess, reloadWith } = await startHashed();
    expect((await ask('first'))[0]).toBe(200);
    await reloadWith(hashOf('second'));
    await reloadWith(hashOf('first'));
    await guess();
    expect((await ask('first'))[0]).toBe(422);
  });
});

describe('files that are others', () => {
  it.each(['gw.yaml', 'crm.yaml', 'secret'])('are noticed: %s', async name => {
    const { folder, write, told } = await start({ every: '20ms' });
    await write(name, `${await readFile(join(folder, name), 'utf8')}\n`);
    await until(() => told('reloaded').length + told('reload failed').length > 0);
    expect([...told('reloaded'), ...told('reload failed')][0]).toMatchObject({ trigger: 'change' });
  });

  it('are noticed in a ConfigMap, where a link to a folder is exchanged', async () => {
    const { crm } = await startCrm();
    const files = { 'gw.yaml': config(`params: { CRM_URL: "${crm.url}" }\nreload: { every: 20ms }`, 'one') };
    const folder = folderOf({
      '..1/gw.yaml': files['gw.yaml'],
      '..1/crm.yaml': MAPPING,
      '..2/gw.yaml': files['gw.yaml'].replace('password: one', 'password: two'),
      '..2/crm.yaml': MAPPING,
    });
    await symlink('..1', join(folder, '..data'));
    for (const name of ['gw.yaml', 'crm.yaml']) await symlink(`..data/${name}`, join(folder, name));
    const served = new ServedFiles('gw.yaml', { env: {}, cwd: folder });
    const { served: first } = await served.load();
    if (!first) throw new Error('not served');
    const lines: string[] = [];
    const gateway = await startWhole(
      first.config,
      first.mapping,
      { write: line => void lines.push(line) },
      served,
    );
    onTestFinished(() => gateway.close());
    await symlink('..2', join(folder, '..next'));
    await rename(join(folder, '..next'), join(folder, '..data'));
    await until(() => lines.some(line => line.includes('"reloaded"')));
    const headers = { authorization: basic('koshelek', 'two') };
    expect((await fetch(`${gateway.url}/v1/card/1`, { headers })).status).toBe(200);
  });

  it('are none when only their times are', async () => {
    const { folder, write, told } = await start({ every: '5ms' });
    await write('crm.yaml', await readFile(join(folder, 'crm.yaml'), 'utf8'));
    await write('secret', 'second');
    // The one that counts has come by then.
    await until(() => told('reloaded').length === 1);
    expect(told('reloaded')).toHaveLength(1);
  });
});

describe('a file that is wrong', () => {
  it('leaves the last good ones served, and is told by log, metrics and /readyz until it is mended', async () => {
    const { gateway, ask, write, told, metrics, ready } = await start();
    await write('crm.yaml', MAPPING.replace('cardNotFound', 'cardNotFuond'));
    await gateway.reload();
    expect(await ask()).toEqual([200, card('active')]);
    expect(told('reload failed')).toEqual([
      {
        level: 'error',
        time: expect.any(String),
        msg: 'reload failed',
        trigger: 'signal',
        file: expect.stringMatching(/crm\.yaml$/),
        line: 11,
        column: expect.any(Number),
        finding: expect.any(String),
        reason: expect.stringContaining('cardNotFuond'),
      },
    ]);
    expect(await metrics()).toContain('loyalty_gw_reloads_total{outcome="failed"} 1');
    expect(await metrics()).toContain('\nloyalty_gw_last_reload_failed 1\n');
    expect(await ready()).toEqual([
      200,
      {
        status: 'ready',
        parts: expect.objectContaining({ gateway: 'ready' }),
        notes: { reload: expect.stringMatching(/^failed at .*crm\.yaml:11:\d+ .*cardNotFuond/) },
      },
    ]);

    await write('crm.yaml', MAPPING);
    await gateway.reload();
    expect(await metrics()).toContain('\nloyalty_gw_last_reload_failed 0\n');
    expect((await ready())[1]).not.toHaveProperty('notes');
  });

  it.each(['gw.yaml', 'crm.yaml', 'secret'])('may be gone: %s', async name => {
    const { gateway, folder, ask, write, told } = await start({ every: '20ms' });
    const text = await readFile(join(folder, name), 'utf8');
    await rm(join(folder, name));
    await gateway.reload();
    expect(told('reload failed')[0]).toMatchObject({ reason: expect.stringMatching(/no such file/) });
    expect((await ask())[0]).toBe(200);
    await write(name, text);
    await until(() => told('reloaded').length > 0);
  });

  it('tells no secret', async () => {
    const { gateway, write, told, base } = await start();
    await write('gw.yaml', config(`${base}lisen: hidden-one\n`, '"hidden-two:'));
    await gateway.reload();
    expect(told('reload failed').length).toBeGreaterThan(0);
    expect(JSON.stringify(told('reload failed'))).not.toContain('hidden');
  });
});

describe('what only a restart changes', () => {
  it('is told, and the rest is served', async () => {
    const { gateway, write, told, ask, base } = await start();
    const changed = config(
      `${base}realm: other\nlog: { key: another pseudonym key }\nlimits: { request: 5s }\n`,
    ).replace('port: 0', 'port: 1');
    await write('gw.yaml', changed.replace('params: {', 'params: { STATE: inactive,'));
    await gateway.reload();
    expect(told('restart needed')).toMatchObject([
      { level: 'warn', fields: ['listen', 'realm', 'limits.request', 'log.key'] },
    ]);
    expect(await ask()).toEqual([200, card('inactive')]);
    await write('gw.yaml', config(base));
    await gateway.reload();
    expect(told('restart needed')).toHaveLength(1);
  });

  it('is not the level of the log: customers are told of once it is debug', async () => {
    const { gateway, write, told, ask, base } = await start();
    await ask();
    await write('gw.yaml', config(`${base}log: { level: debug }\n`));
    await gateway.reload();
    await ask();
    expect(told('customer')).toMatchObject([{ customer: [{ kind: 'card' }] }]);
  });

  it('is refused where the mapping needs it', async () => {
    const { gateway, write, told, ask, base } = await start();
    await write('gw.yaml', config(`${base}cards: { key: 0123456789abcdef0123456789abcdef, pool: {} }\n`));
    await gateway.reload();
    expect(told('reload failed')).toMatchObject([{ reason: expect.stringContaining('takes a restart') }]);
    expect((await ask())[0]).toBe(200);
  });
});
