import { z } from 'zod';

/** Literal text, in which params may stand: a deployment knows best what its CRM bears. */
const literal = z.union([z.string(), z.number()]).transform(String);

/** The fields of the CRM section that say what the CRM bears. */
export const limitFields = {
  concurrency: literal.optional().describe('how many calls may run at the same time; 32 by default'),
  queue: literal.optional().describe('how many calls may wait for one of these; 64 by default'),
  rate: literal
    .optional()
    .describe('how many calls may begin in a time, such as 10/s or 600/m; no limit by default'),
  burst: literal.optional().describe('how many of them may begin at once; as many as in a second by default'),
  breaker: z
    .strictObject({
      failures: literal.optional().describe('so many failures in a row open it; 20 by default'),
      window: literal.optional().describe('so long no call has succeeded; 1s by default'),
      openFor: literal.optional().describe('how long it lets no call pass; 5s by default'),
    })
    .optional()
    .describe('when calls are not even tried'),
};

export type LimitFields = Partial<z.output<z.ZodObject<typeof limitFields>>>;
