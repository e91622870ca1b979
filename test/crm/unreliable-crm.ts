import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Guard } from '../../src/crm/guard.js';
import { pause } from '../../src/crm/pause.js';
import type { Sections, Trip, World } from '../mapping/run-steps.js';
import { type Handler, httpServer, listen } from './local-server.js';
import { clientOf } from './real-crm.js';

/** A number from 0 to 1 for a few others: the same in every run, whatever order things come in. */
function chance(...of: readonly number[]): number {
  let hash = 2_166_136_261;
  for (const each of of) {
    hash = Math.imul(hash ^ each, 16_777_619);
    hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
    hash ^= hash >>> 13;
  }
  return (hash >>> 0) / 2 ** 32;
}

/** Requests of one process to a CRM, over the network and in the world's time. */
function processOf(url: string, crm: string, steps: string, sections: Sections = {}) {
  const client = clientOf(url.replace(/\/$/, ''), crm, steps, sections);
  const guard = new Guard(client.mapping.crm.limits);
  return async (id: number, world: World = {}): Promise<Trip & { ms: number }> => {
    const begun = performance.now();
    const trip = await client.run({ guard, pause, now: Date.now, body: { id }, ...world });
    return { ...trip, ms: performance.now() - begun };
  };
}

/** Does something for each number, so many at a time. */
async function inLanes<T>(count: number, lanes: number, work: (id: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let id = next++; id < count; id = next++) done[id] = await work(id);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

function times(trips: readonly { ms: number }[]): { median: number; slowest: number } {
  const sorted = trips.map(({ ms }) => Math.round(ms)).sort((one, other) => one - other);
  return { median: sorted[sorted.length >> 1] ?? 0, slowest: sorted.at(-1) ?? 0 };
}

/** How often each of these comes. */
function counted(names: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const errorsOf = (trips: readonly Pick<Trip, 'answer'>[]) =>
  counted(trips.map(({ answer }) => answer.failure?.error));

function print(title: string, figures: object): void {
  console.info(`${title}: ${JSON.stringify(figures)}`);
}

/** A CRM that fails 30% of its calls, in five ways. */
export async function readFromFlakyCrm(count: number) {
  const attempts = new Map<number, number>();
  let failing = 0;
  const url = await httpServer((request, response) => {
    const id = Number(request.url?.slice(1));
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    if (chance(id, attempt) >= 0.3) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
      return;
    }
    failing += 1;
    const ways: (() => void)[] = [
      () => request.socket.destroy(),
      () => request.socket.resetAndDestroy(),
      () => response.writeHead(503).end(),
      () => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>'),
      () => {
        response.writeHead(200, { 'content-length': 100 }).write('{"id":');
        setTimeout(() => request.socket.destroy(), 1);
      },
    ];
    ways[Math.floor(chance(attempt, id) * ways.length)]?.();
  });
  const run = processOf(url, '', 'a: { get: "/{% $request.body.id %}" }');
  const trips = await inLanes(count, 20, id => run(id));
  const wrong = trips.filter(({ values, failure }, id) => !failure && (values.a as { id: number }).id !== id);
  const calls = trips.reduce((sum, trip) => sum + trip.calls.length, 0);
  const figures = {
    reads: count,
    failed: trips.filter(({ failure }) => failure).length,
    wrong: wrong.length,
    calls,
    failing,
    mostAttempts: Math.max(...trips.map(trip => trip.calls.length)),
    ...times(trips),
  };
  print('a CRM that fails 30% of its calls', figures);
  return figures;
}

/** Who is answered at once and asks again at once leaves nobody else any time. */
const aMoment = () => pause(20, new AbortController().signal);

function heapAfterGarbage(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** A CRM that takes every call and answers none. */
export async function askHangingCrm(count: number) {
  let taken = 0;
  const url = await httpServer(() => {
    taken += 1;
  });
  const crm = 'timeout: 200ms\nbreaker: { window: 100ms }';
  const run = processOf(url, crm, 'a: { get: /a }', { top: 'deadline: 1s' });
  const unaffected = processOf(url, crm, 'a: { value: "1" }');
  // What is made once is there before memory is measured.
  await inLanes(50, 50, processOf(url, crm, 'a: { get: /a }', { top: 'deadline: 1s' }));
  const before = heapAfterGarbage();
  const opened = { states: 0 };
  const observer: World['observer'] = event => {
    if (event.type === 'breaker' && event.state === 'opened') opened.states += 1;
  };
  const others: { ms: number }[] = [];
  const trips = await inLanes(count, 200, async id => {
    await aMoment();
    const trip = await run(id, { observer });
    if (id % 20 === 0) others.push(await unaffected(id));
    return { ms: trip.ms, error: trip.answer.failure?.error };
  });
  const figures = {
    requests: count,
    errors: counted(trips.map(({ error }) => error)),
    taken,
    ...times(trips),
    others: times(others),
    heapGrowthInKiB: Math.round((heapAfterGarbage() - before) / 1_024),
  };
  print('a CRM that hangs', figures);
  return figures;
}

/** One path of the CRM hangs, and more ask for it than there are slots and places. */
export async function askBesideHangingPath(count: number) {
  const url = await httpServer((request, response) => {
    if (request.url !== '/hangs') response.end('{}');
  });
  // How busy this machine is shall not open the breaker.
  const crm = 'timeout: 15s\nbreaker: { window: 1m }';
  const client = clientOf(
    url.replace(/\/$/, ''),
    crm,
    'a: { get: /hangs, timeout: 500ms, retries: 0, when: $request.body.id < 0 }\nb: { get: /works, when: $request.body.id >= 0 }',
  );
  const guard = new Guard(client.mapping.crm.limits);
  const ask = async (id: number) => {
    const begun = performance.now();
    const trip = await client.run({ guard, pause, now: Date.now, body: { id } });
    return { ...trip, ms: performance.now() - begun };
  };
  let isOver = false;
  const hanging = inLanes(120, 120, async () => {
    const trips = [];
    while (!isOver) {
      trips.push(await ask(-1));
      await pause(100, new AbortController().signal);
    }
    return trips;
  });
  const working = await inLanes(count, 10, ask);
  isOver = true;
  const hung = (await hanging).flat();
  const figures = {
    hanging: hung.length,
    errorsOfHanging: errorsOf(hung),
    working: working.length,
    failed: working.filter(({ failure }) => failure).length,
    errors: errorsOf(working),
    ...times(working),
  };
  print('a path that hangs beside one that works', figures);
  return figures;
}

type Fate = 'done' | 'cut while it is sent' | 'cut when done' | 'cut in the reply' | 'throttled';

function fateOf(id: number): Fate {
  const at = chance(id, 7);
  if (at < 0.15) return 'cut while it is sent';
  if (at < 0.3) return 'cut when done';
  if (at < 0.45) return 'cut in the reply';
  return at < 0.55 ? 'throttled' : 'done';
}

/** Writes to a CRM whose connections are cut at any moment, and which is not there every now and then. */
export async function writeOverCutConnections(count: number) {
  const seen = new Map<number, number>();
  const done = new Map<number, number>();
  const add = (to: Map<number, number>, id: number) => {
    const sum = (to.get(id) ?? 0) + 1;
    to.set(id, sum);
    return sum;
  };
  let port = 0;
  let arrived = 0;
  const handle: Handler = (request, response) => {
    const id = Number(request.url?.slice(1));
    const isFirst = add(seen, id) === 1;
    // It is not there for a moment; calls that have arrived go on.
    if (++arrived % 20 === 0) {
      server.close();
      setTimeout(() => server.listen(port, '127.0.0.1'), 10);
    }
    const fate = fateOf(id);
    const { socket } = request;
    if (fate === 'throttled' && isFirst) {
      request.resume().once('end', () => response.writeHead(429, { 'Retry-After': '0' }).end());
      return;
    }
    if (fate === 'cut while it is sent') {
      request.once('data', () => socket.destroy());
      return;
    }
    request.resume().once('end', () => {
      add(done, id);
      const body = JSON.stringify({ id, pad: 'x'.repeat(1_000) });
      if (fate === 'cut when done') socket.destroy();
      else if (fate === 'cut in the reply') {
        response.writeHead(201, { 'content-length': body.length }).write(body.slice(0, 300));
        setTimeout(() => socket.destroy(), 1);
      } else {
        response.writeHead(201, { 'content-length': body.length }).end(body);
        // The next call may be on its way on the same connection.
        if (chance(id, 3) < 0.3) setTimeout(() => socket.destroy(), chance(id, 4) * 3);
      }
    });
  };
  const server = createServer({ keepAlive: true }, handle);
  let connections = 0;
  server.on('connection', socket => {
    if (chance(connections++, 5) < 0.1) socket.destroy();
  });
  const url = await listen(server);
  port = (server.address() as AddressInfo).port;
  // Larger than what fits into the buffers of a connection, so that it can be cut in the middle.
  const pad = 'x'.repeat(100_000);
  const steps = 'a: { post: "/{% $request.body.id %}", body: "{% $request.body %}" }';
  // How busy this machine is shall not matter.
  const run = processOf(url, 'timeout: 15s', steps, { top: 'deadline: 60s' });
  const trips = await inLanes(count, 16, async id => {
    const { answer, events, ms } = await run(id, { body: { id, pad } });
    const reasons = events.flatMap(event => (event.type === 'retry' ? [event.reason] : []));
    return { id, answer, reasons, ms };
  });

  const isDone = ({ id }: { id: number }) => done.has(id);
  const good = trips.filter(({ answer }) => !answer.failure);
  const failed = trips.filter(({ answer }) => answer.failure);
  const again = trips.flatMap(({ reasons }) => reasons);
  const figures = {
    writes: count,
    succeeded: good.length,
    failedAndNotDone: failed.filter(trip => !isDone(trip)).length,
    failedButDone: failed.filter(isDone).length,
    errors: errorsOf(trips),
    /** Those that are not allowed. */
    doneTwice: [...done.values()].filter(times => times > 1).length,
    sentTwice: [...seen].filter(([id, times]) => times > (fateOf(id) === 'throttled' ? 2 : 1)).length,
    succeededButNotDone: good.filter(trip => !isDone(trip)).length,
    repeatedBecause: counted(again),
    ...times(trips),
  };
  print('writes over connections that are cut', figures);
  return figures;
}
