import type { Pause } from '../crm/pause.js';
import { ReplayWire } from '../crm/replay-wire.js';
import type { StopSignal, Wire, WireCall, WireLimits, WireReply } from '../crm/wire.js';
import { type Recorded, RecordedReplies } from '../story/recorded-replies.js';
import { recordedFault, recordedReply } from '../testing/recorded.js';
import type { Replies, ReplyInput } from './api-run.js';
import { isJson } from './json-text.js';
import { Refusal } from './refusal.js';

/** Milliseconds that a reply takes where the page says nothing of it. */
const USUAL = 100;

/** Pages that never end, or a list of thousands. */
const MOST_CALLS = 300;

/** The CRM of the page: its replies take time, in which nobody waits. */
export class Replay implements Wire {
  readonly recorded: RecordedReplies;
  private readonly times = new Map<Recorded['outcome'], number>();
  private calls = 0;

  constructor(
    replies: Replies,
    private readonly pause: Pause,
  ) {
    const taken = (input: ReplyInput): Recorded => {
      const outcome = outcomeOf(input);
      if (input.ms !== undefined) this.times.set(outcome, input.ms);
      return { outcome, label: '' };
    };
    this.recorded = new RecordedReplies(
      Object.fromEntries(Object.entries(replies).map(([step, inputs]) => [step, inputs.map(taken)])),
    );
  }

  /** @throws NoReplyGiven, Refusal `cannot` */
  async exchange(call: WireCall, limits: WireLimits, signal: StopSignal): Promise<WireReply> {
    signal.throwIfAborted();
    if (++this.calls > MOST_CALLS)
      throw new Refusal('cannot', `the run was given up: it made ${MOST_CALLS} calls, and wanted more`);
    const outcome = this.recorded.replyTo(call);
    const isTimeout = 'kind' in outcome && outcome.kind === 'timeout';
    const takes = this.times.get(outcome) ?? (isTimeout ? limits.timeout : USUAL);
    const isLate = takes > limits.timeout;
    await this.pause(Math.min(takes, limits.timeout), signal);
    return new ReplayWire(() => (isLate ? recordedFault('timeout') : outcome)).exchange(call, limits, signal);
  }
}

function outcomeOf(input: ReplyInput): Recorded['outcome'] {
  if ('fault' in input) return recordedFault(input.fault);
  const { status, headers = {}, body } = input;
  const isNamed = Object.keys(headers).some(name => name.toLowerCase() === 'content-type');
  const type: Record<string, string> =
    isNamed || body === '' || !isJson(body) ? {} : { 'content-type': 'application/json' };
  return recordedReply({ status, headers: { ...type, ...headers }, text: body });
}
