import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cleanup } from '../e2e/cleanup.js';
import { type Answer, call } from '../e2e/gateway.js';
import { startBalancer } from './balancer.js';
import { startSoakCrm, type Weather } from './crm.js';
import { Replica } from './replicas.js';
import { request } from './requests.js';

export interface SoakOptions {
  /** Milliseconds. */
  readonly lasts: number;
  /** Requests a second, whatever becomes of those before. */
  readonly rate: number;
  /** A module that the gateways load before anything else: how a test breaks them. */
  readonly preload?: string;
}

export interface SoakResult {
  /** The musts that are broken. */
  readonly problems: readonly string[];
  readonly figures: Readonly<Record<string, unknown>>;
}

/** How often Koshelek asks again for a write that broke off, which nobody may do in its place. */
const REPEATS = 3;
/** Milliseconds that any answer may take, the queue of a busy machine included. */
const PATIENCE = 60_000;

/** Mixed operations at a fixed rate, over a balancer and two replicas, against a CRM that misbehaves. */
export async function soak({ lasts, rate, preload }: SoakOptions, cleanup: Cleanup): Promise<SoakResult> {
  const crm = await startSoakCrm(Math.max(1_000, lasts / 24), cleanup);
  const replicas = [
    await Replica.start(crm.url, preload, cleanup),
    await Replica.start(crm.url, preload, cleanup),
  ] as const;
  const url = await startBalancer(
    replicas.map(({ port }) => port),
    cleanup,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  cleanup(() => agent.destroy());

  const answers: Record<string, number> = {};
  const latencies: number[] = [];
  const latenciesIn: Partial<Record<Weather, number[]>> = {};
  const wrong: string[] = [];
  const lost: string[] = [];
  let repeated = 0;
  let late = 0;

  /** Nothing, when no gateway answered: the balancer's own answers are 502, 503 and 504. */
  const ask = async (method: string, path: string, body?: object): Promise<Answer | undefined> => {
    const asked = call(method, url + path, { agent, body }).catch(() => undefined);
    const answer = await Promise.race([asked, delay(PATIENCE, undefined, { ref: false })]);
    return answer && answer.status < 500 ? answer : undefined;
  };
  const one = async (index: number, due: number) => {
    const { operation, method, path, body, isWrite, problemOf } = request(index, crm);
    const { weather } = crm;
    let answer = await ask(method, path, body);
    for (let times = 0; !answer && isWrite && times < REPEATS; times++) {
      repeated += 1;
      await delay(200);
      answer = await ask(method, path, body);
    }
    const took = performance.now() - due;
    latencies.push(took);
    latenciesIn[weather] = [...(latenciesIn[weather] ?? []), took];
    const code = (answer?.json as { code?: string } | undefined)?.code;
    const name = answer ? `${answer.status}${code === undefined ? '' : ` ${code}`}` : 'none';
    answers[name] = (answers[name] ?? 0) + 1;
    if (!answer) return void lost.push(`${operation} ${index}`);
    const problem = problemOf(answer);
    if (problem !== undefined) wrong.push(`${operation} ${index}: ${problem}`);
  };

  const memory = replicas.map(each => each.memory());
  const events = upsets(replicas, lasts);
  const running: Promise<void>[] = [];
  const begun = performance.now();
  for (let index = 0; ; index++) {
    // Open loop: when it is due does not depend on how the others fare; and from then on it is timed.
    const due = begun + (index * 1_000) / rate;
    if (due > begun + lasts) break;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    else if (wait < -1_000) late += 1;
    running.push(one(index, due));
  }
  const happened = await events;
  await crm.calmDown();
  await Promise.all(running);
  const after = replicas.map(each => each.memory());
  const exits = await Promise.all(replicas.map(each => each.stop()));

  const reloads = replicas.reduce((sum, each) => sum + each.reloads(), 0);
  const errors = replicas.map(each => each.stderr()).join('');
  const inWeather = Object.entries(latenciesIn).map(([weather, all]) => [
    weather,
    `${percentile(all, 0.5)} and ${percentile(all, 0.99)}`,
  ]);
  const problems = [
    ...(wrong.length > 0 ? [`${wrong.length} wrong answers, such as ${wrong[0]}`] : []),
    ...(lost.length > 0 ? [`${lost.length} requests lost, such as ${lost[0]}`] : []),
    ...(exits.some(code => code !== 0) ? [`the replicas ended with ${exits.join(' and ')}`] : []),
    ...(errors === '' ? [] : [`the replicas complained: ${errors}`]),
    ...(reloads < 6 ? [`only ${reloads} of 6 reloads`] : []),
    ...((answers['200'] ?? 0) < running.length / 20 ? ['hardly anything was answered with 200'] : []),
  ];
  const figures = {
    requests: running.length,
    answers,
    wrong: wrong.length,
    lost: lost.length,
    'writes that broke off and were asked again': repeated,
    'sent more than a second late': late,
    'p50 ms': percentile(latencies, 0.5),
    'p99 ms': percentile(latencies, 0.99),
    'p50 and p99 by what befell the CRM': Object.fromEntries(inWeather),
    'calls to the CRM': crm.calls,
    'restarts of the CRM': crm.restarts,
    ...happened,
    reloads,
    'MiB at start': memory.join(' and '),
    'MiB at end': after.join(' and '),
  };
  return { problems, figures };
}

function percentile(of: readonly number[], share: number): number {
  const sorted = of.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
}

/** What befalls the replicas: each is reloaded and renewed, and one is killed and started again in the middle. */
async function upsets([one, other]: readonly [Replica, Replica], lasts: number): Promise<Upsets> {
  const happened = { kills: 0, renewals: 0 };
  const renew = async (replica: Replica) => {
    await replica.stop();
    await replica.begin();
    happened.renewals += 1;
  };
  const part = lasts / 8;
  one.reload();
  other.reload();
  await delay(part);
  await renew(one);
  one.reload();
  await delay(part * 2);
  await one.kill();
  happened.kills += 1;
  other.reload();
  await delay(Math.min(2_000, part));
  await one.begin();
  await delay(part);
  one.reload();
  await delay(part);
  await renew(other);
  other.reload();
  return happened;
}

interface Upsets {
  readonly kills: number;
  readonly renewals: number;
}
