import { ExponentialBackoff, fullJitterGenerator } from 'cockatiel';
import { Failure } from '../loyalty-api/failure.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { CallStep } from '../mapping/mapping.js';
import { type Attempt, type Exchange, isLost } from './attempt.js';
import type { Guard, GuardPorts } from './guard.js';
import { isWorthAnother } from './judge.js';
import { waitAskedFor } from './retry-after.js';

/** What it takes from the world to make a call again. */
export interface RepeatPorts extends GuardPorts {
  readonly guard: Guard;
}

/**
 * Pauses are random, so that calls that failed together do not come back together: up to 50 ms, then up to twice as
 * much each time, up to a second. Ten of them take 3.3 seconds on average and 6.6 at most.
 */
const backoff = new ExponentialBackoff({
  generator: fullJitterGenerator,
  initialDelay: 50,
  maxDelay: 1_000,
});

/**
 * Makes a call, and again while that has a prospect: the last attempt may be repeated without a risk, and the pause,
 * the deadline, the number of retries and the budget allow it. If not, it fails at once, with what went wrong last
 * and not with what stands in the way.
 *
 * @param attempt makes it once, and never fails for what the CRM did
 * @throws Failure
 */
export async function repeat(
  step: CallStep,
  ports: RepeatPorts,
  attempt: (isRepeat: boolean) => Promise<Attempt>,
): Promise<Exchange> {
  const { guard, clock, observer, signal } = ports;
  guard.budget.called();
  let last = await attempt(false);
  // What most attempts are.
  if (!isLost(last) && last.judgement.verdict === 'success') return last;
  let pauses = backoff.next();
  for (let count = 1; ; count++) {
    const why = await reasonToRepeat(step, last);
    if (why === undefined || count > step.judging.retries) return concluded(last);
    const asked = isLost(last) ? undefined : await askedBy(step, last, clock());
    const pause = asked === undefined ? pauses.duration : asked + backoff.next().duration;
    if (clock() + pause >= ports.deadline)
      return concluded(last, `the next attempt, in ${inSeconds(pause)}, would come after the deadline`);
    if (!guard.budget.take()) return concluded(last, 'too many calls are repeated already');

    observer({ type: 'retry', at: clock(), step: step.name, exchange: last.exchange, reason: why, pause });
    await ports.pause(pause, signal);
    if (signal.aborted) return givenUp(signal.reason, last);
    const next = await attempt(true);
    if (isLost(next) && next.fault === undefined) return concluded(last, next.failure.message);
    if (isLost(next) && next.fault === 'aborted') {
      // That a write was not processed before says nothing of this attempt.
      return mayRepeat(step) ? givenUp(next.failure, last) : concluded(next);
    }
    last = next;
    pauses = pauses.next(undefined);
  }
}

/** Why a call may and should be repeated; `undefined` when it may or should not. */
function reasonToRepeat(step: CallStep, last: Attempt): Eventual<string | undefined> {
  if (isLost(last)) {
    const { fault } = last;
    // What was refused was certainly not processed. After a reset or a timeout it may have been.
    const isSafe = fault === 'refused' || (mayRepeat(step) && (fault === 'reset' || fault === 'timeout'));
    return isSafe ? `no reply (${fault})` : undefined;
  }
  const { judgement, decoded, judged } = last;
  if (judgement.verdict === 'throttled') return judgement.reason;
  if (judgement.verdict !== 'failure' || !mayRepeat(step)) return undefined;
  return andThen(isWorthAnother(step.judging, decoded, judged), isWorth =>
    isWorth ? judgement.reason : undefined,
  );
}

function mayRepeat({ isWrite, isIdempotent }: CallStep): boolean {
  return !isWrite || isIdempotent;
}

function askedBy(
  { judging }: CallStep,
  { decoded: { reply }, judged }: Exchange,
  now: number,
): Promise<number | undefined> {
  return waitAskedFor(judging, reply, judged, now);
}

/** The operation ended meanwhile. That its time is over says less than what used it up. */
function givenUp(reason: unknown, last: Attempt): Exchange {
  const isLate = reason instanceof Failure && reason.error === 'deadlineExceeded';
  if (!isLate) throw reason;
  return concluded(last, 'the deadline came before another reply');
}

/** @param obstacle why there is no further attempt, where there should be one */
function concluded(last: Attempt, obstacle?: string): Exchange {
  const noted = (text: string) => (obstacle === undefined ? text : `${text}; ${obstacle}`);
  if (!isLost(last)) {
    const { judgement } = last;
    return { ...last, judgement: { ...judgement, reason: noted(judgement.reason) } };
  }
  const { error, message, step, place, cause } = last.failure;
  throw new Failure(error, noted(message), { step, place, cause });
}

function inSeconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1_000)} s`;
}
