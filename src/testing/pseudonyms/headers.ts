import { withoutPercents } from '../../loyalty-api/percents.js';
import { fieldsIn } from './content.js';
import { isPerson, kindOfName } from './kinds.js';

/** What stands in a header by names, and whether that is where people are. */
export interface NamedValues {
  readonly isOfPerson: boolean;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Fields of a URL, behind its `?` or `#`, with what is in front of them. */
const URL_RUN = /(?<![^\s<>"'])[^\s<>"'?#]*[?#][^\s<>"']*/g;

const PARAMETER = /(?:^|[;,])\s*([\p{L}\p{N}_.-]+)=(?:"([^"]*)"|([^;,\s"]*))/gu;

/** The fields of URLs in a header, those of each URL together, phones in paths, and its parameters: `id=17; phone="…"`. */
export function namedValuesOf(header: string, value: string): NamedValues[] {
  const urls = Array.from(value.matchAll(URL_RUN), ([url]) => {
    const [path = '', ...fields] = url.replace(/^\w+:\/\/[^/?#]*/, '').split(/[?#]/);
    return { isOfPerson: isPerson(path), members: fieldsIn(fields.join('&')) };
  });
  const parameters = Array.from(
    value.matchAll(PARAMETER),
    ([, name = '', quoted, plain = '']): [string, string] => [name, withoutPercents(quoted ?? plain)],
  );
  return [...urls, ...phonesInPaths(value), { isOfPerson: isPerson(header), members: fieldsIn(parameters) }];
}

/** What stands behind a part of a path that tells of phones: `/clients/phone/84951112233`. */
function phonesInPaths(value: string): NamedValues[] {
  return value.split(/[\s<>"'?#;,]+/).flatMap(path => {
    const parts = path.split('/').map(withoutPercents);
    return parts.flatMap((part, at) => {
      const before = parts[at - 1] ?? '';
      return kindOfName(before) === 'phone' ? [{ isOfPerson: false, members: { [before]: part } }] : [];
    });
  });
}
