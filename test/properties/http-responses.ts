import { expect } from 'vitest';
import { errorCatalogue } from '../../src/loyalty-api/errors.js';
import { hasOnlyTexts } from './answers.js';

/** One response of HTTP/1.1, read by the letter of the standard and of the API. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** `undefined` when there is none and no length either, as HEAD is answered. */
  readonly body: string | undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads all that arrived on a connection as a sequence of responses. Interim ones (100 Continue) are passed over.
 *
 * @throws Error where something is no response, or ends in its middle
 */
export function responsesIn(received: Buffer): HttpResponse[] {
  const responses: HttpResponse[] = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`no end of the head: ${rest.toString('latin1')}`);
    const head = rest.subarray(0, end).toString('latin1');
    rest = rest.subarray(end + 4);
    if (head === 'HTTP/1.1 100 Continue') continue;
    const { status, headers } = headOf(head);
    const length = headers.get('content-length');
    if (length !== undefined && !(Number(length) <= rest.length)) throw new Error(`a body is cut: ${head}`);
    const body = length === undefined ? undefined : utf8.decode(rest.subarray(0, Number(length)));
    rest = rest.subarray(Number(length ?? 0));
    responses.push({ status, headers, body });
  }
  return responses;
}

function headOf(text: string): Pick<HttpResponse, 'status' | 'headers'> {
  const [first = '', ...lines] = text.split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) [A-Za-z ]+$/.exec(first) ?? [];
  if (status === undefined) throw new Error(`no status line: ${first}`);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Za-z-]+): ([\x21-\x7e][\x20-\x7e]*)$/.exec(line) ?? [];
    if (name === '' || headers.has(name.toLowerCase()))
      throw new Error(`no header, or a second one: ${line}`);
    headers.set(name.toLowerCase(), value);
  }
  return { status: Number(status), headers };
}

const errorBodies: ReadonlyMap<string, string> = new Map(
  Object.values(errorCatalogue).map(({ code, description }) => [
    JSON.stringify({ code, description: description.ru }),
    code,
  ]),
);

/** What the API demands of every response. */
export function expectAllowed({ status, headers, body }: HttpResponse): void {
  expect([200, 401, 422]).toContain(status);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.has('transfer-encoding')).toBe(false);
  expect(headers.has('www-authenticate')).toBe(status === 401);
  if (body === undefined) return;
  if (status === 200) expect(body === '' || hasOnlyTexts(JSON.parse(body))).toBe(true);
  else expect(codeOf(body)).toMatch(status === 401 ? /^1009$/ : /^(?!1009)\d{4}$/);
}

/** The code of an error body; `undefined` when it is none of the catalogue's. */
export function codeOf(body: string | undefined): string | undefined {
  return errorBodies.get(body ?? '');
}
