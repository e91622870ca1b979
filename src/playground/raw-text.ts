import { STATUS_CODES } from 'node:http';
import { splitQuery } from '../crm/encode.js';
import type { Answer } from '../engine/answer.js';
import { contentType } from '../gateway/trip.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import { lowerCased } from '../testing/raw-request.js';
import { Refusal } from './refusal.js';

/** A request as it goes over HTTP, but for what is in it by itself: Host and the length. */
export function requestText({ method, path, query, headers, body }: RawRequest, basePath: string): string {
  const lines = [
    `${method} ${basePath}${path}${query === '' ? '' : `?${query}`}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
  ];
  return body === undefined ? lines.join('\n') : `${lines.join('\n')}\n\n${new TextDecoder().decode(body)}`;
}

/**
 * Reads what a person wrote as a request of an operation: a request line, headers, an empty line, a body.
 *
 * @throws Refusal `cannot` when it is none, or one of another operation
 */
export function readRequestText(text: string, operation: Operation, basePath: string): RawRequest {
  const [head = '', ...rest] = text.replace(/\r\n/g, '\n').split('\n\n');
  const [line = '', ...headerLines] = head.trim().split('\n');
  const [, method = '', target = ''] = /^([A-Za-z]+) +(\/\S*)(?: +HTTP\/[\d.]+)?\s*$/.exec(line) ?? [];
  if (method === '')
    throw new Refusal('cannot', `"${line}" is no request line`, 'write a method and a path: GET /v1/card');
  const [path, query] = splitQuery(target);
  const params = path.startsWith(basePath)
    ? paramsIn(operation.path, path.slice(basePath.length))
    : undefined;
  const methods: readonly string[] = operation.methods;
  if (!params || !methods.includes(method.toUpperCase()))
    throw new Refusal(
      'cannot',
      `${method} ${path} is no request of ${operation.id}`,
      `it is called by ${operation.methods.join(' or ')} ${basePath}${operation.path}`,
    );
  const body = rest.join('\n\n');
  return {
    method: method.toUpperCase(),
    path: path.slice(basePath.length),
    params,
    query,
    headers: lowerCased(Object.fromEntries(headerLines.map(header))),
    ...(body !== '' && { body: new TextEncoder().encode(body) }),
  };
}

function header(line: string): [string, string] {
  const [, name = '', value = ''] = /^([\w-]+) *: *(.*?)\s*$/.exec(line) ?? [];
  if (name === '') throw new Refusal('cannot', `"${line}" is no header`, 'write a name, a colon and a value');
  return [name, value];
}

/** The parameters of a path, decoded; `undefined` when it is another one. */
function paramsIn(route: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = route.replace(/[.*+?^$()[\]|\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return undefined;
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
  } catch {
    throw new Refusal('cannot', `${path} is not percent-encoded UTF-8`);
  }
}

/** What goes to Koshelek, byte for byte but for the id of the request and the date. */
export function answerText({ status, body }: Answer): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\n');
}
