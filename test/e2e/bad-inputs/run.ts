import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Cleanup } from '../cleanup.js';
import { basic, LOGIN, type SpawnedGateway, serve, temporaryFolder } from '../gateway.js';
import { MAPPING, startWatchingCrm, type WatchingCrm } from './crm.js';
import { mutated, random } from './mutate.js';
import { type Outcome, send, times } from './raw.js';
import { ALLOWED, seeds, shapes } from './shapes.js';

/** What came of one group of bad inputs. */
interface Counts {
  sent: number;
  refused: number;
  unauthorized: number;
  throttled: number;
  answered: number;
  closed: number;
}

interface Scale {
  /** How often each named shape is sent. */
  readonly rounds: number;
  /** How many requests that are made wrong by chance. */
  readonly mutations: number;
  /** How many clients send too slowly, at the same time. */
  readonly slow: number;
  /** How many passwords are guessed. */
  readonly guesses: number;
  readonly seed: number;
}

const LIMITS = `
limits:
  { head: 1s, request: 2s, keepAlive: 500ms, attempts: { free: 20, freePerAddress: 1000000, delay: 10ms, longestDelay: 20ms } }
`;

/**
 * Sends everything bad to a gateway in a process of its own, while somebody who knows the password goes on calling.
 * Nothing gets in: the CRM sees only what the mapping asks. Nothing crashes, hangs, or is answered with another status.
 *
 * @returns the counts, which it also prints
 */
export async function sendBadInputs(scale: Scale, cleanup: Cleanup): Promise<Record<string, Counts>> {
  const mapping = join(temporaryFolder(cleanup), 'crm.yaml');
  writeFileSync(mapping, MAPPING);
  const watching = await startWatchingCrm(cleanup);
  const gateway = await serve({ crm: watching.crm.url, mapping, operations: null, more: LIMITS }, cleanup);
  const attack = new Attack(gateway);
  const honest = callOnAndOn(gateway);

  await attack.named(scale.rounds);
  await attack.mutations(scale.mutations, scale.seed);
  await Promise.all([attack.slow(scale.slow), attack.guesses(scale.guesses)]);

  const served = await honest.stop();
  expect(served.failed).toEqual([]);
  expect(served.count).toBeGreaterThan(0);
  report(attack.counts, served.count, watching);
  expect(attack.wrong.slice(0, 20)).toEqual([]);
  expect(watching.wrong.slice(0, 20)).toEqual([]);
  expect(await gateway.process.stop()).toBe(0);
  expect(gateway.process.stderr()).toBe('');
  expect(gateway.log().filter(({ level }) => level === 'error')).toEqual([]);
  return attack.counts;
}

class Attack {
  readonly counts: Record<string, Counts> = {};
  /** What should not have come of it. */
  readonly wrong: string[] = [];
  private readonly port: number;

  constructor(gateway: SpawnedGateway) {
    this.port = Number(new URL(gateway.url).port);
  }

  async named(rounds: number): Promise<void> {
    await times(rounds * shapes.length, 32, async index => {
      const shape = shapes[index % shapes.length];
      if (shape) this.note(shape.group, shape.name, await send(this.port, shape.pieces));
    });
  }

  async mutations(count: number, seed: number): Promise<void> {
    const texts = Object.values(seeds);
    await times(count, 32, async index => {
      const chance = random(seed + index);
      const bytes = mutated(texts[index % texts.length] ?? '', chance);
      this.note('by chance', `seed ${seed + index}`, await send(this.port, [bytes]));
    });
  }

  /** A byte now and then, of a head that never ends, and of a body. */
  async slow(count: number): Promise<void> {
    const pause = () => delay(100);
    await times(count, count, async index => {
      const text = index % 2 ? seeds.right : seeds.write;
      const fast = index % 2 ? 0 : text.indexOf('\r\n\r\n') + 4;
      const pieces = [text.slice(0, fast), ...text.slice(fast, -1)];
      const outcome = await send(this.port, pieces, pause);
      this.note('too slow', `client ${index}`, outcome);
      if (outcome.statuses.includes(200)) this.wrong.push(`slow client ${index} was served`);
    });
  }

  async guesses(count: number): Promise<void> {
    await times(count, 16, async index => {
      const login = index % 3 === 0 ? `login-${index}` : LOGIN;
      const text = seeds.wrong.replace(/Basic .*/, basic(login, `guess ${index}`));
      this.note('guessed passwords', `guess ${index}`, await send(this.port, [text]));
    });
  }

  private note(group: string, name: string, { statuses, codes, ended, garbage }: Outcome): void {
    this.counts[group] ??= { sent: 0, refused: 0, unauthorized: 0, throttled: 0, answered: 0, closed: 0 };
    const counts = this.counts[group];
    counts.sent += 1;
    if (statuses.includes(200)) counts.answered += 1;
    else if (statuses.includes(401)) counts.unauthorized += 1;
    else if (codes.includes('1015')) counts.throttled += 1;
    else if (statuses.includes(422)) counts.refused += 1;
    else counts.closed += 1;
    const isOdd = statuses.some(status => ![200, 401, 422].includes(status));
    if (!ended || garbage || isOdd)
      this.wrong.push(`${group}, ${name}: ${JSON.stringify({ statuses, ended, garbage })}`);
    if (group === 'guessed passwords' && statuses.includes(200)) this.wrong.push(`${name} was let in`);
  }
}

/** Calls with the right password, one request after another, until it is told to stop. */
function callOnAndOn(gateway: SpawnedGateway) {
  let isOver = false;
  const failed: unknown[] = [];
  let count = 0;
  const run = (async () => {
    while (!isOver) {
      const answer = await gateway.call('GET', `/v1/card?msisdn=${ALLOWED}`).catch((error: Error) => error);
      if ('status' in answer && answer.status === 200) count += 1;
      else failed.push(answer);
      await delay(5);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await run;
      return { count, failed };
    },
  };
}

function report(counts: Record<string, Counts>, served: number, { crm, wrong }: WatchingCrm): void {
  console.table(counts);
  const asked = crm.requests.length;
  console.log(
    `the CRM was asked ${asked} times, ${wrong.length} of them wrongly; honest requests served meanwhile: ${served}`,
  );
}
