import { isObject, scalarText } from '../../json/values.js';
import { type Helper, HelperError } from './helper.js';
import { filterText, wellFormed } from './texts.js';

/**
 * All but what RFC 3986 (2.3) calls unreserved; encodeURIComponent leaves five others.
 *
 * @throws HelperError
 */
function percentEncoded(text: string): string {
  return encodeURIComponent(wellFormed(text)).replaceAll(
    /[!'()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export const urlPart: Helper = {
  name: 'urlPart',
  signature: '<(sn)?:s>',
  summary: 'a text as one part of a path or as one value of a query, percent-encoded',
  examples: [
    { expression: "$urlPart('+7 962 048-01-00')", gives: '%2B7%20962%20048-01-00' },
    { expression: '"crm.contact.get?id=" & $urlPart(\'1&id=2\')', gives: 'crm.contact.get?id=1%26id%3D2' },
    { expression: '$urlPart($request.body.cardNumber)', gives: undefined },
    { expression: "$urlPart('..')", gives: 'dots alone are no part of a path', fails: true },
    { expression: "$urlPart('')", gives: 'the text is blank', fails: true },
  ],
  run: (value?: string | number) => {
    if (value === undefined) return undefined;
    const text = filterText(value);
    if (text === '.' || text === '..') throw new HelperError('dots alone are no part of a path');
    return percentEncoded(text);
  },
};

/** Deeper than any filter, and it bounds the work. */
const MAX_DEPTH = 10;

export const queryString: Helper = {
  name: 'queryString',
  signature: '<o?:s>',
  summary: 'an object as the query of a URL, with brackets for what is inside of it, as PHP reads it',
  examples: [
    {
      expression:
        "$queryString({'entity_type': 'CONTACT', 'type': 'PHONE', 'values': ['+79620480100', '89620480100']})",
      gives: 'entity_type=CONTACT&type=PHONE&values%5B0%5D=%2B79620480100&values%5B1%5D=89620480100',
    },
    {
      expression: "$queryString({'filter': {'email': 'ann@example.com'}, 'limit': 20})",
      gives: 'filter%5Bemail%5D=ann%40example.com&limit=20',
    },
    { expression: '$queryString($request.body.filter)', gives: undefined },
    { expression: "$queryString({'filter': {}})", gives: 'a value of the query is empty', fails: true },
    { expression: "$queryString({'id': ''})", gives: 'a value of the query is empty', fails: true },
  ],
  run: (fields?: object) =>
    fields === undefined
      ? undefined
      : pairsOf(fields, '', 0)
          .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
          .join('&'),
};

function pairsOf(value: unknown, name: string, depth: number): [name: string, value: string][] {
  const members = Array.isArray(value) || isObject(value) ? Object.entries(value) : undefined;
  if (!members) return [[name, textOf(value)]];
  // A filter without its value finds everybody.
  if (members.length === 0) throw new HelperError('a value of the query is empty');
  if (depth === MAX_DEPTH) throw new HelperError('the query is too deep');
  return members.flatMap(([key, member]) =>
    pairsOf(member, depth === 0 ? key : `${name}[${key}]`, depth + 1),
  );
}

function textOf(value: unknown): string {
  const text = scalarText(value);
  if (text === undefined || text.trim() === '') throw new HelperError('a value of the query is empty');
  return text;
}
