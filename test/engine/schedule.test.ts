import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WireFault } from '../../src/crm/wire.js';
import { runSteps, type Sections } from '../mapping/run-steps.js';
import { HeldWire } from './held-wire.js';

/** Starts steps on a wire where every call hangs until the test lets it go. */
function started(steps: string, sections: Sections & { signal?: AbortSignal } = {}) {
  const wire = new HeldWire();
  return { wire, trip: runSteps(steps, { ...sections, wire }) };
}

const unhandled: unknown[] = [];
const collect = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', collect);
});

afterEach(async () => {
  await new Promise(setImmediate);
  process.off('unhandledRejection', collect);
  expect(unhandled).toEqual([]);
});

describe('reads', () => {
  it('with nothing between them are in flight at the same time', async () => {
    const { wire, trip } = started('a: { get: /a }\nb: { get: /b }\nc: { post: /c, safe: true }');
    expect(await wire.holds('/a', '/b', '/c')).toEqual(['/a', '/b', '/c']);
    for (const path of ['/c', '/b', '/a']) wire.reply(path, { path });
    expect((await trip).values).toEqual({ a: { path: '/a' }, b: { path: '/b' }, c: { path: '/c' } });
  });

  it.each([
    ['when', 'when: $exists($a)\n  get: /b'],
    ['path', 'get: "/{% $a.b %}"'],
    ['query', 'get: /b\n  query: { q: "{% $a.b %}" }'],
    ['headers', 'get: /b\n  headers: { q: "{% $a.b %}" }'],
    ['body', 'post: /b\n  safe: true\n  body: { x: [{ y: "{% $a.b %}" }] }'],
    ['take', 'get: /b\n  take: "[$a, $reply.body]"'],
    ['missing', 'get: /b\n  missing: $reply.body = $a.c'],
    ['success', 'get: /b\n  success: $a.b = "b"'],
    ['errors', 'get: /b\n  errors: [{ when: $reply.body = $a.c, fail: rejected }]'],
    ['throttledOn', 'get: /b\n  throttledOn: $reply.body = $a.c'],
    ['retryAfter', 'get: /b\n  retryAfter: $a.b'],
    ['retryOn', 'get: /b\n  retryOn: $reply.body = $a.c'],
    ['forEach', 'get: /b\n  forEach: "[$a.b]"'],
    ['until', 'get: /b\n  forEach: "[1]"\n  until: $a.b = "b"'],
    ['a value between', 'get: "/{% $between %}"'],
  ])('that name another in %s wait for it and for nobody else', async (_, step) => {
    const { wire, trip } = started(
      `slow: { get: /slow }\na: { get: /a }\nbetween: { value: $a.b }\nb:\n  ${step}`,
    );
    expect(await wire.holds('/a', '/slow')).toEqual(['/a', '/slow']);
    wire.reply('/a', { b: 'b' });
    expect(await wire.holds('/b')).toEqual(['/b', '/slow']);
    wire.reply('/b', {});
    wire.reply('/slow');
    expect((await trip).failure).toBeUndefined();
  });

  it('that are left out or missing are absent, and who names them goes on', async () => {
    const steps =
      'skipped: { when: "false", get: /skipped }\nmissing: { get: /missing }\n' +
      'a: { get: "/a/{% $exists($skipped) or $exists($missing) %}" }';
    const { wire, trip } = started(steps);
    await wire.holds('/missing');
    wire.reply('/missing', {}, 404);
    expect(await wire.holds('/a/false')).toEqual(['/a/false']);
    wire.reply('/a/false');
    const { events, values } = await trip;
    expect(values).toEqual({ missing: undefined, a: {} });
    expect(events.filter(({ type }) => type === 'skip')).toEqual([
      expect.objectContaining({ step: 'skipped' }),
    ]);
  });
});

describe('a barrier', () => {
  it.each([
    ['fail', 'x: { when: "false", fail: rejected }'],
    ['answer', 'x: { when: "false", answer: nothing }'],
  ])('%s is reached when all above it is done, and nothing below begins before', async (_, barrier) => {
    const { wire, trip } = started(`a: { get: /a }\nb: { get: /b }\n${barrier}\nc: { get: /c }`);
    expect(await wire.holds('/a', '/b')).toEqual(['/a', '/b']);
    wire.reply('/b');
    expect(await wire.holds('/a')).toEqual(['/a']);
    wire.reply('/a');
    expect(await wire.holds('/c')).toEqual(['/c']);
    wire.reply('/c');
    await trip;
  });

  it.each(['post', 'put', 'patch', 'delete'])('is a %s: alone in both directions', async method => {
    const { wire, trip } = started(
      `a: { get: /a }\nw: { ${method}: /w }\nv: { ${method}: /v }\nb: { get: /b }`,
    );
    for (const path of ['/a', '/w', '/v', '/b']) {
      expect(await wire.holds(path)).toEqual([path]);
      wire.reply(path);
    }
    expect((await trip).failure).toBeUndefined();
  });

  it('is no value: it neither waits for reads that it does not name, nor holds those below', async () => {
    const { wire, trip } = started('a: { get: /a }\nv: { value: "1" }\nb: { get: "/b/{% $v %}" }');
    expect(await wire.holds('/a', '/b/1')).toEqual(['/a', '/b/1']);
    wire.reply('/a');
    wire.reply('/b/1');
    await trip;
  });

  it('an answer ends the operation: nothing below is called or written', async () => {
    const { wire, trip } = started('a: { get: /a }\nx: { answer: nothing }\nw: { post: /w }');
    await wire.holds('/a');
    wire.reply('/a');
    const { answer, calls } = await trip;
    expect([answer.status, answer.body, calls.length]).toEqual([200, '', 1]);
  });

  it('a write is not made when anything above it failed', async () => {
    const { wire, trip } = started('a: { get: /a }\nb: { get: /b }\nw: { post: /w }');
    await wire.holds('/a', '/b');
    wire.reply('/a');
    wire.reply('/b', {}, 500);
    const { calls, failure } = await trip;
    expect(failure).toMatch(/^crmError/);
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('a write that fails is not made twice', async () => {
    const { wire, trip } = started('w: { post: /w }\nb: { get: /b }');
    await wire.holds('/w');
    wire.fail('/w', new WireFault('reset', 'broken'));
    const { calls, failure } = await trip;
    expect(failure).toBe('crmUnavailable: broken');
    expect(calls).toHaveLength(1);
  });
});

describe('when several fail', () => {
  it.each([
    ['/a', '/b'],
    ['/b', '/a'],
  ])('at once, the one written first speaks (%s, %s)', async (first, second) => {
    const { wire, trip } = started(
      'a: { get: /a, ifMissing: cardNotFound }\nb: { get: /b, ifMissing: rejected }',
    );
    await wire.holds('/a', '/b');
    wire.reply(first, {}, 404);
    wire.reply(second, {}, 404);
    expect((await trip).answer.failure).toMatchObject({ error: 'cardNotFound', step: 'a' });
  });

  it('the one written first speaks, even when it fails last', async () => {
    const { wire, trip } = started(
      'a: { get: /a, ifMissing: cardNotFound }\nb: { get: /b, ifMissing: rejected }',
    );
    await wire.holds('/a', '/b');
    wire.reply('/b', {}, 404);
    expect(await wire.holds('/a')).toEqual(['/a']);
    wire.reply('/a', {}, 404);
    expect((await trip).answer.failure).toMatchObject({ error: 'cardNotFound', step: 'a' });
  });

  it('a later one waits for those above it, which may still be good', async () => {
    const { wire, trip } = started('a: { get: /a }\nb: { get: /b, ifMissing: rejected }');
    await wire.holds('/a', '/b');
    wire.reply('/b', {}, 404);
    expect(await wire.holds('/a')).toEqual(['/a']);
    wire.reply('/a');
    expect((await trip).answer.failure).toMatchObject({ error: 'rejected', step: 'b' });
  });

  it('reads that nobody waits for any longer are cut', async () => {
    const { wire, trip } = started('a: { get: /a, ifMissing: cardNotFound }\nb: { get: /b }\nc: { get: /c }');
    await wire.holds('/a', '/b', '/c');
    wire.reply('/a', {}, 404);
    expect((await trip).answer.failure).toMatchObject({ error: 'cardNotFound' });
    expect(wire.aborted).toEqual(['/b', '/c']);
  });

  it('a step that names a failed one fails as that one did, and is never called', async () => {
    const { wire, trip } = started('a: { get: /a, ifMissing: cardNotFound }\nb: { get: "/b/{% $a.id %}" }');
    await wire.holds('/a');
    wire.reply('/a', {}, 404);
    const { calls, answer } = await trip;
    expect(calls).toHaveLength(1);
    expect(answer.failure).toMatchObject({ step: 'a', error: 'cardNotFound' });
  });
});

describe('an operation is given up', () => {
  it('at its deadline, wherever it is', async () => {
    const { wire, trip } = started('a: { get: /a }\nb: { get: /b }\nw: { post: /w }', {
      top: 'deadline: 50ms',
    });
    const { failure, answer, calls } = await trip;
    expect(failure).toBe('deadlineExceeded: no answer within 50 ms');
    expect(answer.body).toBe('{"code":"4002","description":"Ответ не был готов вовремя"}');
    expect(wire.aborted).toEqual(['/a', '/b']);
    expect(calls).toHaveLength(2);
  });

  it('when the process stops', async () => {
    const stop = new AbortController();
    const { wire, trip } = started('a: { get: /a }\nw: { post: /w }', { signal: stop.signal });
    await wire.holds('/a');
    stop.abort();
    const { failure, calls } = await trip;
    expect(failure).toBe('shuttingDown: the process stops');
    expect(wire.aborted).toEqual(['/a']);
    expect(calls).toHaveLength(1);
  });

  it('before it begins, when the process stops already', async () => {
    const { calls, failure } = await started('a: { get: /a }', { signal: AbortSignal.abort() }).trip;
    expect(failure).toBe('shuttingDown: the process stops');
    expect(calls).toEqual([]);
  });

  it('and runs leave nothing behind at the signal of the process', async () => {
    const stop = new AbortController();
    for (let runs = 0; runs < 20; runs++) await runSteps('a: { get: /a }', { signal: stop.signal });
    expect(getEventListeners(stop.signal, 'abort').length).toBe(0);
  });

  it('all at once, when the process stops', async () => {
    const stop = new AbortController();
    const runs = Array.from({ length: 20 }, () => started('a: { get: /a }', { signal: stop.signal }));
    for (const { wire } of runs) await wire.holds('/a');
    stop.abort();
    for (const { trip } of runs) expect((await trip).failure).toMatch(/^shuttingDown/);
  });
});
