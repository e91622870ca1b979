import { z } from 'zod';
import { duration, parseRate, size } from '../document/units.js';
import { count, durationOrOff } from './numbers.js';

const RATE = 'this must be a rate such as 50/s, 600/m or 5000/h';

const rate = z
  .string()
  .regex(/^\d+ ?\/ ?[smh]$/, RATE)
  .transform((text, context) => {
    const found = parseRate(text);
    if (found) return found;
    context.addIssue({ code: 'custom', message: RATE });
    return z.NEVER;
  });

/** An IPv6 address counts as its /64: that is what one customer is given. */
const attemptsFields = z.strictObject({
  window: duration.prefault('15m').describe('how long a failed login counts'),
  free: count.prefault('10').describe('so many of a login from an address are answered without delay'),
  freePerAddress: count
    .prefault('50')
    .describe('so many from an address, whatever the logins, are answered without delay'),
  delay: duration
    .prefault('500ms')
    .describe('how much later the next one is answered, each further one twice as much, one at a time'),
  longestDelay: duration.prefault('8s').describe('the longest such delay'),
});

/** `limits` of a config file. */
export const limitsFields = z.strictObject({
  body: size.prefault('100KiB').describe('largest body of a request'),
  headers: size
    .prefault('16KiB')
    .describe('the most that the first line and the headers of a request may take together'),
  url: size.prefault('4KiB').describe('longest address of a request, with its query'),
  head: duration.prefault('15s').describe('how long the headers of a request may take to arrive'),
  request: duration
    .prefault('30s')
    .describe('how long a request may take to arrive, and a client may take nothing of its answer'),
  keepAlive: duration
    .prefault('75s')
    .describe(
      'how long a connection stays open without a request; longer than the balancer in front keeps it',
    ),
  grace: durationOrOff
    .optional()
    .describe(
      'how long it goes on serving after SIGTERM, while /readyz says that it shuts down; by default 5s once somebody has asked /readyz, else off',
    ),
  shutdown: duration
    .prefault('10s')
    .describe('how long running operations may take after SIGTERM and the grace period'),
  connections: count
    .prefault('2000')
    .describe('how many connections may be open; those beyond are closed at once'),
  inFlight: count.prefault('500').describe('how many requests may run; those beyond get overloaded at once'),
  rate: rate
    .optional()
    .describe('how many requests a login may make, such as 50/s; without this as many as it likes'),
  attempts: attemptsFields.prefault({}).describe('what failed logins lead to'),
});
