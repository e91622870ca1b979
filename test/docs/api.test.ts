import { expect, test } from 'vitest';
import { meaningOfKind } from '../../src/loyalty-api/normalise.js';
import { type Fields, type Operation, operations } from '../../src/loyalty-api/operations.js';
import type { Shape, TextShape } from '../../src/loyalty-api/shapes.js';

const since = (operation: Operation) =>
  operation.since === 'optional' ? 'optional, in every revision' : `since ${operation.since}`;

function fieldRows(part: string, fields: Fields = {}, required: readonly string[] = []): string[] {
  return Object.entries(fields).map(
    ([name, kind]) =>
      `| \`$request.${part}.${name}\` | ${meaningOfKind[kind]}${required.includes(name) ? '; required' : ''} |`,
  );
}

function textOf({ format, oneOf }: TextShape): string {
  if (oneOf) return `one of ${oneOf.map(word => `\`${word}\``).join(', ')}`;
  const formats = {
    date: 'a day, YYYY-MM-DD',
    digits: 'digits',
    integer: 'a whole number, which may have a minus',
    filled: 'a text that is not empty',
  };
  return format ? formats[format] : 'a text';
}

/** What stands in a shape, by paths. */
function rowsOf(shape: Shape, path: string, note = ''): string[] {
  if (shape.kind === 'list') return rowsOf(shape.of, `${path}[]`, note);
  if (shape.kind !== 'object') {
    return [
      `| \`${path || 'the body itself'}\` | ${shape.kind === 'text' ? textOf(shape) : 'anything'}${note} |`,
    ];
  }
  const whole = note === '' ? [] : [`| \`${path}\` | an object${note} |`];
  const members = Object.entries(shape.members).flatMap(([name, member]) =>
    rowsOf(member.shape, path === '' ? name : `${path}.${name}`, member.required ? '' : '; may be left out'),
  );
  return [...whole, ...members];
}

function section(operation: Operation): string {
  const { id, methods, path, summary, confidence, request, response } = operation;
  const { params, query, body, require = [] } = request;
  const required = require.flatMap(names => (names.length === 1 ? names.map(({ name }) => name) : []));
  const rows = [
    ...fieldRows('params', params, Object.keys(params)),
    ...fieldRows('query', query, required),
    ...fieldRows('body', body, required),
  ];
  const choices = require.filter(names => names.length > 1);
  const rules = [
    ...choices.map(names => `At least one of ${names.map(({ name }) => name).join(', ')} is there.`),
    ...(request.dateOrder ? [`${request.dateOrder[0]} is not after ${request.dateOrder[1]}.`] : []),
  ];
  const nothing = response.mayBeNothing && response.body.length > 0 ? ', or `answer: nothing`' : '';
  return [
    `## ${id}`,
    '',
    `\`${methods.join('` or `')} ${path}\`: ${summary}. ${since(operation)[0]?.toUpperCase()}${since(operation).slice(1)}; ${confidence}.`,
    ...(rows.length > 0 ? ['', '| request | what it is |', '| --- | --- |', ...rows] : []),
    ...(rules.length > 0 ? ['', rules.join(' ')] : []),
    '',
    response.body.length === 0
      ? 'Answer: 200 with an empty body. There is no `response`.'
      : [
          '| answer | what it is |',
          '| --- | --- |',
          ...response.body.flatMap(shape => rowsOf(shape, '')),
        ].join('\n'),
    ...(response.body.length > 1 ? ['', 'Either of these.'] : []),
    ...(nothing ? ['', `Or nobody: a 200 with an empty body, \`answer: nothing\`.`] : []),
  ].join('\n');
}

function apiMarkdown(): string {
  const intro = [
    '# The Loyalty Online API, as mappings see it',
    '',
    'The operations that Koshelek calls: what of a request expressions see, and what an answer holds. All values of a request are checked and brought into one spelling before a mapping sees them: phones are digits without a `+`, sex is `m` or `f`; a value that is empty, blank or null is not there. Query parameters and members of a body that are not named here are handed on as they came.',
    '',
    'Of an answer every scalar is sent as a JSON string, whatever its nature; members that are not named here are sent too. Where `[]` stands, one value becomes a list of one and nothing an empty list.',
    '',
    'How sure each operation is: *documented* by Koshelek, *implemented* so by several partners, or *assumed*.',
    '',
    'This page is written from `src/loyalty-api/operations.ts` by `npm run docs`.',
  ].join('\n');
  return `${[intro, ...Object.values(operations).map(section)].join('\n\n')}\n`;
}

test('docs/api.md is what the catalogue says; `npm run docs` writes it anew', async () => {
  await expect(apiMarkdown()).toMatchFileSnapshot('../../docs/api.md');
});
