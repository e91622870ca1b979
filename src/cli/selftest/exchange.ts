import { type Exchange, headerValues } from '../../selftest/exchange.js';

/** A body in a report is there to be recognised, not to be read to its end. */
const LONGEST = 400;

/** Those that rules are about. */
const headersThatMatter = [
  'content-type',
  'content-length',
  'content-encoding',
  'connection',
  'location',
  'www-authenticate',
  'allow',
  'server',
];

/** What was sent, as lines for people. */
export function sentLines({ sent }: Exchange): string[] {
  const { method, url, headers, body, size, manner } = sent;
  return [
    `${method} ${printable(url)}`,
    ...headers.map(([name, value]) => `${name}: ${printable(value)}`),
    ...(body ? [bodyText(body, size)] : []),
    ...(manner ? [`(${manner})`] : []),
  ];
}

/** What came back, as lines for people. */
export function cameLines({ came, fault, milliseconds }: Exchange): string[] {
  const time = `${milliseconds.toFixed(1)} ms`;
  if (!came) return [`nothing: ${printable(fault?.message ?? '')}  (${time})`];
  const headers = headersThatMatter.flatMap(name =>
    headerValues(came, name).map(value => `${name}: ${printable(value)}`),
  );
  const body = came.body.length === 0 ? '(an empty body)' : bodyText(came.body, came.size);
  return [printable(`${came.status} ${came.statusText}`.trim(), `  (${time})`), ...headers, body];
}

/** The beginning of a body, on one line; what is no UTF-8 shows as U+FFFD. */
export function bodyText(body: Uint8Array, size = body.length): string {
  const text = Buffer.from(body).toString('utf8');
  const shown = Array.from(text).slice(0, LONGEST).join('');
  return shown.length < text.length ? `${printable(shown)}… (${size} bytes)` : printable(shown);
}

/** Whatever a service sends, it does nothing to the terminal, and stays on its line. */
export function printable(text: string, end = ''): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ') + end;
}
