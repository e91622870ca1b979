import type { EngineEvent } from '../../engine/events.js';
import { isObject } from '../../json/values.js';
import { writeJson } from '../../json/write.js';
import { shownBody } from '../../story/pretty.js';
import { textOfReply } from '../../testing/recording/reply-text.js';
import type { CompleteRequest, NamedCase } from '../api.js';
import type { RecordedReplyInput, RunRequest } from '../api-run.js';
import { readCases } from '../cases.js';
import type { Desk } from '../desk.js';
import { Hover } from '../hover.js';
import { lastGood, lookAt } from '../looked-at.js';
import { replayed } from '../run.js';

/** What the variables of an operation held in some runs of it. */
export class Samples {
  private readonly variables = new Map<string, unknown[]>();
  private readonly replies = new Map<string, unknown[]>();

  observe(event: EngineEvent): void {
    if (event.type === 'request') this.add(this.variables, 'request', event.request);
    if (event.type === 'value') this.add(this.variables, event.step, event.value);
    if (event.type === 'session') this.add(this.variables, 'session', event.session.values);
    if (event.type === 'reply') {
      const { status, headers } = event.reply;
      this.add(this.replies, event.step, { status, headers, body: shownBody(textOfReply(event.reply)) });
    }
  }

  /** What a reply on the page would be, also where the mapping cannot be run. */
  replied(step: string, { status, headers = {}, body }: RecordedReplyInput): void {
    this.add(this.replies, step, { status, headers, body: shownBody(body) });
  }

  /**
   * The members of what a variable held, each with one of its values.
   *
   * @param step whose `$reply` it is
   * @param path from the variable on
   */
  members(name: string, path: readonly string[], step: string | undefined): Map<string, unknown> {
    const held = name === 'reply' ? this.replies.get(step ?? '') : this.variables.get(name);
    const values = path.reduce<unknown[]>(
      (all, part) => all.flatMap(value => membersOf(value, part)),
      held ?? [],
    );
    const found = new Map<string, unknown>();
    for (const value of values.flatMap(each => flat(each)))
      if (isObject(value))
        for (const [key, member] of Object.entries(value)) if (!found.has(key)) found.set(key, member);
    return found;
  }

  private add(all: Map<string, unknown[]>, name: string, value: unknown): void {
    all.set(name, [...(all.get(name) ?? []), value]);
  }
}

/** A path of JSONata looks into lists. */
function flat(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

function membersOf(value: unknown, name: string): unknown[] {
  return flat(value).flatMap(each => (isObject(each) && Object.hasOwn(each, name) ? [each[name]] : []));
}

/** Of the cases of an operation so many are run. */
const CASES = 4;

const known = new WeakMap<Desk, { readonly key: string; readonly samples: Promise<Samples> }>();

/** Runs what stands on the page, if it is of this operation, and some cases of it. What cannot be run tells nothing. */
export async function samplesOf(
  desk: Desk,
  operation: string,
  { run }: Pick<CompleteRequest, 'run'>,
): Promise<Samples> {
  const text = await lastGood(desk);
  const { cases } = await readCases(desk);
  const own = run?.operation === operation ? [run] : [];
  const runs = [...own, ...cases.filter(each => each.operation === operation && each.passed).slice(0, CASES)];
  const key = JSON.stringify([text, runs]);
  const before = known.get(desk);
  if (before?.key === key) return before.samples;
  const samples = sampled(desk, text, runs);
  known.set(desk, { key, samples });
  return samples;
}

async function sampled(
  desk: Desk,
  text: string,
  runs: readonly (NamedCase | NonNullable<CompleteRequest['run']>)[],
): Promise<Samples> {
  const samples = new Samples();
  for (const { replies } of runs)
    for (const [step, inputs] of Object.entries(replies))
      for (const input of inputs) if ('status' in input) samples.replied(step, input);
  for (const { operation, request, replies, params, cards, clock } of runs) {
    const asked: RunRequest = {
      text,
      operation,
      request,
      replies,
      ...(cards && { cards }),
      ...(clock && { clock }),
    };
    const looked = await lookAt(desk, text, params ? { params } : {});
    const { mapping } = looked;
    if (!mapping) continue;
    const observer = (event: EngineEvent) => samples.observe(event);
    await replayed({ ...looked, mapping }, asked, new Hover(), observer).catch(() => undefined);
  }
  return samples;
}

/** A value in a few characters. */
export function shortly(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return `{ ${Object.keys(value).slice(0, 4).join(', ')} }`;
  const text = writeJson(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
