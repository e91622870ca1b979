import { z } from 'zod';

/** Literal text, in which params may stand: a deployment knows best what its CRM bears. */
const literal = z.union([z.string(), z.number()]).transform(String);

/** The fields of the CRM section that say what the CRM bears. */
export const limitFields = {
  concurrency: literal
    .optional()
    .meta({ description: 'how many calls run at the same time; a param may say it', usual: '`32`' }),
  queue: literal.optional().meta({
    description:
      "how many calls may wait for that, each no longer than its operation's `deadline`. When there are more, they are `crmBusy` at once. Slots and places are shared out fairly among steps, so that those of a path that hangs do not keep the others waiting",
    usual: '`64`',
  }),
  rate: literal.optional().meta({
    description:
      'how many calls may begin: `10/s`, `600/m`, `5000/h`. The others wait for their time; one whose time would come after the deadline is `crmBusy` at once',
    usual: 'no limit',
  }),
  burst: literal.optional().meta({
    description: 'how many of them may begin at once after a quiet time',
    usual: 'those of a second',
  }),
  breaker: z
    .strictObject({
      failures: literal.optional().meta({ description: 'so many failures in a row', usual: '`20`' }),
      window: literal
        .optional()
        .meta({ description: 'and no success for so long, a duration', usual: '`1s`' }),
      openFor: literal
        .optional()
        .meta({ description: 'how long no call is made then, a duration', usual: '`5s`' }),
    })
    .optional()
    .meta({
      description:
        'after so many `failures` in a row, with no success for a `window`, no call is made for `openFor`: what needs one is `crmUnavailable` at once. Then one call is made, and if it succeeds, all are',
      usual: '`20`, `1s`, `5s`',
    }),
};

export type LimitFields = Partial<z.output<z.ZodObject<typeof limitFields>>>;
