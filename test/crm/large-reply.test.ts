import { expect, it } from 'vitest';
import { type Decoded, decodeReply } from '../../src/crm/decode.js';
import type { Judging } from '../../src/mapping/mapping.js';

const judging: Partial<Judging> = { format: 'json' };
const decode = (body: string) =>
  decodeReply({ status: 200, headers: {}, body: Buffer.from(body) }, judging as Judging);

it('lets others have their turn behind a large body, and not behind a small one', async () => {
  const text = 'x'.repeat(300_000);
  const small = decode('["x"]') as Decoded;
  expect(small.reply.body).toEqual(['x']);

  let hadTurn = false;
  setImmediate(() => {
    hadTurn = true;
  });
  const large = await decode(JSON.stringify([text]));
  expect(large.reply.body).toEqual([text]);
  expect(hadTurn).toBe(true);
});

it('says of a large body that it cannot be read', async () => {
  const { unreadable } = await decode(`["${'x'.repeat(300_000)}"`);
  expect(unreadable).toBe('the body is no JSON (no content type)');
});
