import type { WireCall } from '../crm/wire.js';

/**
 * A call as a line for a shell. Credentials that only the call holds are masked; whoever shows it masks what else is
 * secret.
 *
 * @param body in the place of the call's, where that is not to be seen
 */
export function curlLine({ method, url, headers }: WireCall, body: string | undefined): string {
  const parts = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quoted(url),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return `curl ${parts.join(' ')}`;
}

/** For POSIX shells: between single quotes nothing means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
