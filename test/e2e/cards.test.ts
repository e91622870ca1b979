/** @module-tag slow */
import type { ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import Connection from 'libsql';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openKeeper } from '../../src/cards/keeper.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { PostgresServer, postgresPrograms } from '../cards/postgres-server.js';
import { type BrokenCrm, startBrokenCrm } from './broken-crm.js';
import { loyaltyGw, type SpawnedGateway, serve, temporaryFolder, writeConfig } from './gateway.js';

const KEY = 'the key of the tests';
const OTHER_KEY = 'another key of the tests';
const ANNA = '79620480100';
const BORIS = '79620480101';
const NUMBERS = ['2900000000001', '2900000000002', '2900000000003'];
const operations = ['reserveCard', 'issueReservedCard', 'issueCard'];
const mapping = resolve('test/e2e/card-storm/mapping.yaml');

/** A CRM that keeps who has which card. */
interface Crm extends BrokenCrm {
  readonly holders: Map<string, string>;
  /** How many writes came. */
  writes(): number;
  /** What becomes of writes from now on; nothing: they are done. `keep` does one. */
  onWrite(work: ((keep: () => void, response: ServerResponse) => void) | undefined): void;
}

async function startCrm(): Promise<Crm> {
  const holders = new Map<string, string>();
  let writes = 0;
  let onWrite: ((keep: () => void, response: ServerResponse) => void) | undefined;
  const crm = await startBrokenCrm(onTestFinished, async (request, response) => {
    const number = request.url?.split('/').at(-1) ?? '';
    if (request.method === 'GET') {
      const phone = holders.get(number);
      response.statusCode = phone === undefined ? 404 : 200;
      response.end(JSON.stringify(phone === undefined ? {} : { number, phone }));
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const { cardNumber, phone } = JSON.parse(body);
    writes += 1;
    const keep = () => void holders.set(cardNumber, phone);
    if (onWrite) return onWrite(keep, response);
    keep();
    response.end('{}');
  });
  return { ...crm, holders, writes: () => writes, onWrite: work => (onWrite = work) };
}

/** A pool with three numbers in a file, or in the database that is named. */
async function pool(database = join(temporaryFolder(onTestFinished), 'cards.db')) {
  const settings = {
    database,
    key: KEY,
    reservation: 2_000,
    barcodeType: 'EAN_13',
    source: { kind: 'pool' },
  } as const;
  const keeper = await openKeeper(settings);
  onTestFinished(() => keeper.close());
  const chunks = async function* () {
    yield NUMBERS;
  };
  await keeper.import(chunks(), { skipKnown: false });
  return { database, keeper };
}

function optionsOf(crm: BrokenCrm, database: string, more = '') {
  const cards = `cards: { key: ${KEY}, database: ${JSON.stringify(database)}, pool: {}, reservation: 2s, warnBelow: 2 }`;
  return { crm: crm.url, mapping, operations, more: `admin: { port: 0 }\n${cards}\n${more}` };
}

const reserve = async (gateway: SpawnedGateway) =>
  ((await gateway.call('GET', '/v1/card/anonymous')).json as { cardNumber: string }).cardNumber;
const issue = (gateway: SpawnedGateway, number: string, phone = ANNA) =>
  gateway.call('POST', `/v1/card/anonymous/${number}`, { body: { phone } });

const done = { status: 200, text: '' };
const failed = (error: keyof typeof usualErrors) => ({ status: 422, json: usualErrors[error] });

/** Whatever was printed, it holds neither a number nor a phone. */
function expectNoPersonalData(...gateways: readonly SpawnedGateway[]): void {
  const printed = gateways.map(({ process }) => process.stdout() + process.stderr()).join('');
  expect([KEY, '7962048', ...NUMBERS].filter(text => printed.includes(text))).toEqual([]);
}

/** Waits for a line of the log. */
async function logged(gateway: SpawnedGateway, pattern: RegExp): Promise<Record<string, unknown>> {
  return JSON.parse((await gateway.process.line(pattern)).input);
}

it('gives a number to one person, however often he asks and whoever else does', async () => {
  const crm = await startCrm();
  const { database } = await pool();
  const gateway = await serve(optionsOf(crm, database), onTestFinished);
  const number = await reserve(gateway);
  expect(NUMBERS).toContain(number);
  expect(await issue(gateway, number)).toMatchObject(done);
  expect(await issue(gateway, number)).toMatchObject(done);
  expect(await issue(gateway, number, BORIS)).toMatchObject(failed('cardAlreadyIssued'));
  expect(await issue(gateway, '4700000000000000000', BORIS)).toMatchObject(failed('cardNotReserved'));
  const { json } = await gateway.call('POST', '/v1/card/anonymous', { body: { phone: BORIS } });
  const { card } = json as { card: { cardNumber: string } };
  expect([...crm.holders]).toEqual([
    [number, ANNA],
    [card.cardNumber, BORIS],
  ]);
  expect(crm.writes()).toBe(2);

  const admin = String(gateway.log()[0]?.admin);
  expect(await (await fetch(`${admin}/readyz`)).json()).toMatchObject({ parts: { cards: 'ready' } });
  const metrics = await (await fetch(`${admin}/metrics`)).text();
  expect(metrics).toMatch(/^loyalty_gw_cards\{state="free"\} \d$/m);
  expect(metrics).toContain('\nloyalty_gw_card_reservations_total 2\n');
  expect(metrics).toContain('\nloyalty_gw_card_claims_total{outcome="granted"} 2\n');
  expect(metrics).toContain('\nloyalty_gw_card_failures_total{error="cardAlreadyIssued"} 1\n');
  expect(await gateway.process.stop()).toBe(0);
  expectNoPersonalData(gateway);
});

it.each([
  ['issued', true],
  ['free', false],
] as const)('settles in the background what the CRM left in doubt: %s', async (as, isDone) => {
  const crm = await startCrm();
  const { database, keeper } = await pool();
  const gateway = await serve(optionsOf(crm, database), onTestFinished);
  const number = await reserve(gateway);
  crm.onWrite(keep => isDone && keep());
  expect(await issue(gateway, number)).toMatchObject(failed('crmTimeout'));
  expect(await logged(gateway, /"msg":"card settled"/)).toMatchObject({ level: 'info', as });
  expect(await keeper.find(number)).toMatchObject({ state: as });
  // Nobody asked for it, so it is no request; its calls to the CRM are counted like any.
  const metrics = await (await fetch(`${gateway.log()[0]?.admin}/metrics`)).text();
  expect(metrics).toContain('\nloyalty_gw_requests_in_flight 0\n');
  expect(metrics).toMatch(/^loyalty_gw_crm_calls_total\{step="verify\..*\} [1-9]/m);
  crm.onWrite(undefined);
  expect(await issue(gateway, number)).toMatchObject(isDone ? done : failed('cardNotReserved'));
  expect(crm.writes()).toBe(1);
  expect(await gateway.process.stop()).toBe(0);
  expectNoPersonalData(gateway);
});

it('answers the repeat of a request in which it was killed', async () => {
  const crm = await startCrm();
  const { database, keeper } = await pool();
  const options = optionsOf(crm, database);
  const killed = await serve(options, onTestFinished);
  const number = await reserve(killed);
  const written = new Promise<void>(resolve =>
    crm.onWrite(keep => {
      keep();
      resolve();
    }),
  );
  const lost = issue(killed, number).catch((error: Error) => error);
  await written;
  killed.process.child.kill('SIGKILL');
  expect(await lost).toBeInstanceOf(Error);
  expect(await keeper.find(number)).toMatchObject({ state: 'issuing' });

  crm.onWrite(undefined);
  // A minute later.
  const connection = new Connection(database, { timeout: 5_000 });
  connection.exec('update loyalty_gw_cards set due = due - 60000');
  connection.close();
  const gateway = await serve(options, onTestFinished);
  expect(await issue(gateway, number, BORIS)).toMatchObject(failed('cardAlreadyIssued'));
  expect(await issue(gateway, number)).toMatchObject(done);
  expect(crm.writes()).toBe(1);
  expect(await gateway.process.stop()).toBe(0);
  expectNoPersonalData(killed, gateway);
});

it('leaves nothing undecided when it is told to end in the middle', async () => {
  const crm = await startCrm();
  const { database, keeper } = await pool();
  const gateway = await serve(optionsOf(crm, database, 'limits: { shutdown: 200ms }'), onTestFinished);
  const number = await reserve(gateway);
  const written = new Promise<void>(resolve => crm.onWrite(() => resolve()));
  const answer = issue(gateway, number);
  await written;
  gateway.process.child.kill('SIGTERM');
  expect(await answer).toMatchObject(failed('shuttingDown'));
  expect(await gateway.process.ended).toBe(0);
  expect(gateway.process.stderr()).toBe('');
  // Not being issued, until a lease is over: the end of the claim was told.
  expect(await keeper.find(number)).toMatchObject({ state: 'doubtful' });
  expectNoPersonalData(gateway);
});

it('is one store for two processes, which warn when it runs short', async () => {
  const crm = await startCrm();
  const { database } = await pool();
  const [one, other] = await Promise.all([
    serve(optionsOf(crm, database), onTestFinished),
    serve(optionsOf(crm, database), onTestFinished),
  ]);
  const numbers = await Promise.all([reserve(one), reserve(other), reserve(one)]);
  expect([...numbers].sort()).toEqual(NUMBERS);
  expect(await one.call('GET', '/v1/card/anonymous')).toMatchObject(failed('noFreeCards'));
  const [number = ''] = numbers;
  const answers = await Promise.all([issue(one, number), issue(other, number), issue(other, number, BORIS)]);
  // Whoever was first has it, and only he.
  const given = answers.filter(({ status }) => status === 200);
  expect(given).toHaveLength(crm.holders.get(number) === ANNA ? 2 : 1);
  expect(crm.writes()).toBe(1);
  const late = await serve(optionsOf(crm, database), onTestFinished);
  expect(await logged(late, /"msg":"few free cards"/)).toMatchObject({
    level: 'warn',
    free: 0,
    warnBelow: 2,
  });
  expectNoPersonalData(one, other, late);
});

it('does not start with another key, and says so in one line', async () => {
  const crm = await startCrm();
  const { database } = await pool();
  const options = optionsOf(crm, database);
  const config = writeConfig(temporaryFolder(onTestFinished), {
    ...options,
    more: options.more.replace(KEY, OTHER_KEY),
  });
  const process = loyaltyGw(['serve', '-c', config], onTestFinished);
  expect(await process.ended).toBe(1);
  expect(process.stdout()).toBe('');
  expect(process.stderr()).toMatch(/^loyalty-gw: .*key.*\n$/);
});

describe.skipIf(!postgresPrograms)('with PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
    return () => server.remove();
  });

  it('does not start without it, and says so in one line', async () => {
    const crm = await startCrm();
    const config = writeConfig(
      temporaryFolder(onTestFinished),
      optionsOf(crm, 'postgres://keeper:secret@127.0.0.1:1/cards'),
    );
    const process = loyaltyGw(['serve', '-c', config], onTestFinished);
    expect(await process.ended).toBe(1);
    expect(process.stdout()).toBe('');
    expect(process.stderr()).toMatch(/^loyalty-gw: the database of card numbers cannot be reached: .*\n$/);
    expect(process.stderr()).not.toContain('secret');
  });

  it('gives out no numbers while it is away, says that it is not ready, and goes on when it is back', async () => {
    const crm = await startCrm();
    const { database } = await pool(await server.schema());
    const gateway = await serve(optionsOf(crm, database), onTestFinished);
    const ready = async () => (await fetch(`${gateway.log()[0]?.admin}/readyz`)).status;
    const number = await reserve(gateway);
    expect(await ready()).toBe(200);

    await server.down();
    expect(await gateway.call('GET', '/v1/card/anonymous')).toMatchObject(failed('cardsUnavailable'));
    expect(await issue(gateway, number)).toMatchObject(failed('cardsUnavailable'));
    expect(crm.writes()).toBe(0);
    await expect.poll(ready, { timeout: 20_000 }).toBe(503);

    await server.up();
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    expect(await issue(gateway, await reserve(gateway))).toMatchObject(done);
    expect(await gateway.process.stop()).toBe(0);
    expectNoPersonalData(gateway);
  });
});
