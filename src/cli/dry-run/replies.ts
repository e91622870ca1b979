import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { WireReply } from '../../crm/wire.js';
import { nearest } from '../../document/nearest.js';
import { memberText } from '../../json/member-text.js';
import { parseJson } from '../../json/parse.js';
import { isObject } from '../../json/values.js';
import type { ReplyFormat } from '../../mapping/reply-format.js';
import type { Recorded } from '../../story/recorded-replies.js';
import { faults, type ReplyFields, replyFields } from '../../testing/fields.js';
import { recordedFault, recordedReply } from '../../testing/recorded.js';
import type { Io } from '../io.js';
import { readable, UsageError } from '../usage.js';
import { replyType } from './reply-type.js';

/**
 * The replies of `--crm`, by step.
 *
 * @param formatOf how a step reads its replies
 */
export async function readReplies(
  given: Readonly<Record<string, readonly string[]>>,
  formatOf: (step: string) => ReplyFormat,
  io: Io,
): Promise<Record<string, Recorded[]>> {
  const byStep: Record<string, Recorded[]> = {};
  for (const [step, texts] of Object.entries(given)) {
    byStep[step] = await Promise.all(texts.map(text => readReply(text, formatOf(step), io)));
  }
  return byStep;
}

async function readReply(text: string, format: ReplyFormat, io: Io): Promise<Recorded> {
  const fault = faults.find(name => name === text);
  if (fault) return { outcome: recordedFault(fault), label: text };
  const [, status, rest] = /^([1-5]\d\d)(?:@(.+))?$/s.exec(text) ?? [];
  if (status !== undefined) {
    const body = rest === undefined ? '' : await fileText(rest, io);
    return {
      outcome: typed(body, Number(status), format),
      label: text,
    };
  }
  if (text.startsWith('@'))
    return { outcome: fromContent(await fileText(text.slice(1), io), format), label: text };
  checkContent(text, io);
  return { outcome: fromContent(text, format), label: 'given on the command line' };
}

/** A misspelt word would otherwise be the body of a reply that nobody can read, and the run a good one. */
function checkContent(text: string, io: Io): void {
  const isJson = readJson(text) !== undefined && !/^\d+$/.test(text);
  // A page of HTML may be given as it is.
  if (isJson || text.startsWith('<')) return;
  const words = 'JSON, a page that begins with <, a status from 100 to 599, @file, timeout, reset or refused';
  const isFile = statSync(resolve(io.cwd, text), { throwIfNoEntry: false })?.isFile();
  const guess = isFile || /\.json$/.test(text) ? `@${text}` : nearest(text, faults);
  throw new UsageError(
    `--crm: "${text}" is no reply: ${guess ? `did you mean ${guess}?` : `write ${words}`}`,
  );
}

/** A body, or an envelope of status, headers and body. Either way the body goes out as it was written. */
function fromContent(content: string, format: ReplyFormat): WireReply {
  const envelope = readEnvelope(content);
  if (!envelope) return typed(content, 200, format);
  const { status, headers, text } = envelope;
  const body = memberText(content, 'body');
  if (body === undefined) return recordedReply({ status, headers, text });
  return recordedReply({ status, headers: { 'content-type': 'application/json', ...headers }, text: body });
}

/** A body of a CRM may well have a member `status`; an envelope has nothing that a reply has not. */
function readEnvelope(content: string): ReplyFields | undefined {
  const value = readJson(content);
  const isWhole = isObject(value) && ['status', 'body', 'text'].some(key => key in value);
  return isWhole ? replyFields.safeParse(value).data : undefined;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text, { keepNulls: true });
  } catch {
    return undefined;
  }
}

/** A body as it is, with the content type that goes with it. */
function typed(text: string, status: number, format: ReplyFormat): WireReply {
  const type = text === '' ? undefined : replyType(text, readJson(text) !== undefined, format);
  return recordedReply({ status, headers: type === undefined ? {} : { 'content-type': type }, text });
}

async function fileText(file: string, io: Io): Promise<string> {
  if (file === '') throw new UsageError('--crm: the name of a file is missing after @');
  const content = await readable(file, readFile(resolve(io.cwd, file)));
  if (!isUtf8(content)) throw new UsageError(`--crm: ${file} is not UTF-8, as JSON must be`);
  return content.toString('utf8');
}
