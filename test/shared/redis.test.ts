import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SharedStateAway } from '../../src/crm/shared-state.js';
import { RedisState } from '../../src/shared/redis.js';
import { RedisServer, redisProgram } from './redis-server.js';

describe.skipIf(!redisProgram)('in a real server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.remove());

  /** Several replicas, and what each is told of the server. */
  async function replicas(count: number, answering = 60_000) {
    const told: boolean[][] = [];
    const states = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        told[index] = [];
        const state = await RedisState.open(server.url, {
          answering,
          onChange: is => told[index]?.push(is),
        });
        onTestFinished(() => state.close());
        return state;
      }),
    );
    return { states, told };
  }

  it('counts what all of them hit, and forgets it', async () => {
    const { states } = await replicas(4);
    const hits = await Promise.all(states.flatMap(state => [1, 2, 3].map(() => state.hit('a', 60_000))));
    expect(hits.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(await states[0]?.hit('b', 1)).toBe(1);
    await vi.waitFor(async () => expect(await states[1]?.hit('b', 1)).toBe(1));
  });

  it('lets all of them together take what one bucket holds', async () => {
    const { states } = await replicas(3);
    const bucket = { interval: 60_000, burst: 5 };
    const taken = await Promise.all(
      states.flatMap(state => Array.from({ length: 5 }, () => state.takeToken('full', bucket, 0))),
    );
    expect(taken.filter(wait => wait === 0)).toHaveLength(5);
    expect(taken.filter(wait => wait === undefined)).toHaveLength(10);
    const next = await states[0]?.takeToken('full', bucket, 120_000);
    expect(next).toBeGreaterThan(50_000);
    expect(next).toBeLessThanOrEqual(60_000);
  });

  it('gives one turn at a time, with what the last one left', async () => {
    const { states } = await replicas(3);
    let running = 0;
    const turn = (state: RedisState) =>
      state.inTurn('turns', { patience: 60_000, lasts: 60_000 }, async (left, leave) => {
        running += 1;
        expect(running).toBe(1);
        await leave(String(Number(left ?? 0) + 1));
        running -= 1;
        return Number(left ?? 0);
      });
    const seen = await Promise.all(states.flatMap(state => [turn(state), turn(state)]));
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('goes on after one that was killed in its turn, which can leave nothing any more', async () => {
    const { states } = await replicas(2);
    const [killed, next] = states as [RedisState, RedisState];
    const times = { patience: 60_000, lasts: 100 };
    await killed.inTurn('lost', times, async (_, leave) => {
      const long = { patience: 60_000, lasts: 60_000 };
      await next.inTurn('lost', long, (_left, leaveOther) => leaveOther('new'));
      await expect(leave('old')).rejects.toThrow(SharedStateAway);
    });
    expect(await next.inTurn('lost', times, async left => left)).toBe('new');
  });

  it.each(['down', 'hang'] as const)(
    'says so at once while the server is away (%s), and finds it again',
    { tags: ['slow'] },
    async how => {
      const { states, told } = await replicas(1, how === 'hang' ? 2_000 : undefined);
      const [state] = states as [RedisState];
      await state.hit(how, 60_000);
      if (how === 'down') await server.down();
      else server.hang();
      await expect(state.hit(how, 60_000)).rejects.toThrow(SharedStateAway);
      await expect(state.takeToken(how, { interval: 1, burst: 1 }, 0)).rejects.toThrow(SharedStateAway);
      expect(state.isThere).toBe(false);
      if (how === 'down') await server.up();
      else server.goOn();
      await vi.waitFor(() => state.hit(how, 60_000), { timeout: 15_000 });
      expect(told[0]).toEqual([true, false, true]);
    },
  );

  it('opens also while the server is away', { tags: ['slow'] }, async () => {
    await server.down();
    const { states, told } = await replicas(1);
    expect(told).toEqual([[false]]);
    await expect(states[0]?.hit('x', 1)).rejects.toThrow('away');
    await server.up();
    await vi.waitFor(() => states[0]?.hit('x', 1), { timeout: 15_000 });
  });
});
