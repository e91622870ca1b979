import { z } from 'zod';
import { faults } from '../testing/fields.js';
import type {
  CheckRequest,
  CompleteRequest,
  RewriteRequest,
  SaveCaseRequest,
  SaveRequest,
  TestRequest,
} from './api.js';
import type { LiveRequest, RunRequest } from './api-run.js';
import { Refusal } from './refusal.js';

/** What the page may send, as `api.ts` has it. */

const texts = z.record(z.string(), z.string());

const request = z.union([
  z.strictObject({ raw: z.string() }),
  z.strictObject({
    params: texts.optional(),
    query: texts.optional(),
    headers: texts.optional(),
    body: z.string().optional(),
  }),
]);

/** Milliseconds: nobody waits for them, but a clock that runs away tells nothing. */
const ms = z.number().min(0).max(600_000).optional();

const reply = z.union([
  z.strictObject({ fault: z.enum(faults), ms }),
  z.strictObject({
    status: z.number().int().min(100).max(599),
    headers: texts.optional(),
    body: z.string(),
    ms,
  }),
]);

const cardState = z.union([
  z.enum(['free', 'reserved']),
  z.strictObject({ reserved: z.string() }),
  z.strictObject({ issuing: z.string() }),
  z.strictObject({ issued: z.string() }),
  z.strictObject({ doubtful: z.string() }),
]);

const exchange = {
  operation: z.string(),
  request,
  replies: z.record(z.string(), z.array(reply)),
  params: texts.optional(),
  cards: z.record(z.string(), cardState).optional(),
  clock: z.iso.datetime({ offset: true }).optional(),
};

const text = z.string();
const position = z.number().int().min(1);

export const checkRequest = z.strictObject({ text }) satisfies z.ZodType<CheckRequest>;
export const testRequest = checkRequest satisfies z.ZodType<TestRequest>;
export const runRequest = z.strictObject({ text, ...exchange }) satisfies z.ZodType<RunRequest>;
export const liveRequest = z.strictObject({
  text,
  operation: z.string(),
  request,
  confirmWrites: z.boolean().optional(),
}) satisfies z.ZodType<LiveRequest>;
export const rewriteRequest = z.strictObject({
  operation: z.string(),
  request,
}) satisfies z.ZodType<RewriteRequest>;
export const completeRequest = z.strictObject({
  text,
  line: position,
  column: position,
  run: z.strictObject(exchange).optional(),
}) satisfies z.ZodType<CompleteRequest>;
export const saveRequest = z.strictObject({
  text,
  version: z.string().optional(),
}) satisfies z.ZodType<SaveRequest>;
export const saveCaseRequest = z.strictObject({
  text,
  ...exchange,
  name: z.string().trim().min(1),
  file: z.string().optional(),
  replace: z.boolean().optional(),
}) satisfies z.ZodType<SaveCaseRequest>;

/** @throws Refusal `badRequest` */
export function readAs<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.');
  throw new Refusal('badRequest', `the request is not as the API has it: ${at || 'it'}: ${issue?.message}`);
}
