import { fieldsIn } from './content.js';
import { isPerson } from './kinds.js';

/** What stands in a header by names, and whether that is where people are. */
export interface NamedValues {
  readonly isOfPerson: boolean;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Fields of a URL, behind its `?` or `#`, with what is in front of them. */
const URL_RUN = /(?<![^\s<>"'])[^\s<>"'?#]*[?#][^\s<>"']*/g;

const PARAMETER = /(?:^|[;,])\s*([\p{L}\p{N}_.-]+)=(?:"([^"]*)"|([^;,\s"]*))/gu;

/** The fields of URLs in a header, those of each URL together, and its parameters: `id=17; phone="…"`. */
export function namedValuesOf(header: string, value: string): NamedValues[] {
  const urls = Array.from(value.matchAll(URL_RUN), ([url]) => {
    const [path = '', ...fields] = url.replace(/^\w+:\/\/[^/?#]*/, '').split(/[?#]/);
    return { isOfPerson: isPerson(path), members: fieldsIn(fields.join('&')) };
  });
  const parameters = Array.from(
    value.matchAll(PARAMETER),
    ([, name = '', quoted, plain = '']): [string, string] => [name, withoutPercents(quoted ?? plain)],
  );
  return [...urls, { isOfPerson: isPerson(header), members: fieldsIn(parameters) }];
}

/** A text without percent-encoding, or as it is where it was not encoded. */
export function withoutPercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
