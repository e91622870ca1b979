import { describe, expect, it } from 'vitest';
import { splitMarkers } from '../../src/mapping/markers.js';
import type { Problem } from '../../src/mapping/problem.js';
import { findingsOf, problemsOf, runSteps } from './run-steps.js';

function split(text: string, params: Record<string, string | undefined> = {}) {
  const problems: Problem[] = [];
  const parts = splitMarkers(text, params, problems).map(part =>
    part.kind === 'literal' ? part.text : { expression: part.text, at: part.offset },
  );
  return { parts, problems };
}

describe('splitMarkers', () => {
  it.each([
    ['plain', ['plain']],
    ['', []],
    ['{% $a %}', [{ expression: ' $a ', at: 2 }]],
    ['{% %}', [{ expression: ' ', at: 2 }]],
    ['{%%}', ['{%}']],
    ['a {% $b %} c{% $d %}', ['a ', { expression: ' $b ', at: 4 }, ' c', { expression: ' $d ', at: 14 }]],
    ['100 %} { % {', ['100 %} { % {']],
    ['{%% $a %}', ['{% $a %}']],
    ['{%%{% $a %}', ['{%', { expression: ' $a ', at: 5 }]],
    ['${X}-${Y}', ['1-2']],
    ['$${X} costs $5', ['${X} costs $5']],
    ['$$${X}', ['$${X}']],
    ['{% "${X}" %}${X}', [{ expression: ' "${X}" ', at: 2 }, '1']],
    ['$${ {%% }', ['${ {% }']],
    ['${ESCAPES}', ['{%% $${']],
    ['${DOLLARS}', ['$& ${X} {% $a %}']],
  ])('%j', (text, parts) => {
    expect(split(text, { X: '1', Y: '2', DOLLARS: '$& ${X} {% $a %}', ESCAPES: '{%% $${' })).toEqual({
      parts,
      problems: [],
    });
  });

  it.each([
    ['a {% $b', 2, 'this {% is never closed by %}'],
    ['{% $a %} {% $b', 9, 'this {% is never closed by %}'],
    ['ab ${X', 3, 'this ${ is never closed by }'],
    ['ab ${x}', 3, 'there is no param "x"; declare it under params:'],
    ['{% $a %} ${toString}', 9, 'there is no param "toString"; declare it under params:'],
    ['${}', 0, 'there is no param ""; declare it under params:'],
  ])('%j is wrong at %i', (text, index, message) => {
    expect(split(text, { X: '1' }).problems).toEqual([expect.objectContaining({ index, message })]);
  });

  it('knows a text with an unset param in it', () => {
    expect(split('a ${X} b', { X: undefined })).toEqual({ parts: [undefined], problems: [] });
  });
});

const given = { REGION: 'ru-77', EVIL: '${TOKEN} {% $request.path %}', TOKEN: 'token' };
const params = 'REGION: {}\nEVIL: {}\nTOKEN: { secret: true }\nUNSET: {}';

async function bodyOf(body: string, request: unknown = {}): Promise<unknown> {
  const steps = `a:\n  post: /a\n  body:\n    ${body.replaceAll('\n', '\n    ')}`;
  const { calls, failure } = await runSteps(steps, { params, given, body: request });
  if (failure) throw new Error(failure);
  return JSON.parse(calls[0]?.body ?? '');
}

describe('a whole marker', () => {
  it.each([
    ['text', 'text'],
    [12.5, 12.5],
    [false, false],
    [null, null],
    [[], []],
    [['one'], ['one']],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }],
  ])('yields %j as the JSON that it is', async (x, value) => {
    expect(await bodyOf('x: "{% $request.body.x %}"', { x })).toEqual({ x: value });
  });

  it('may stand in blank space and over several lines', async () => {
    expect(await bodyOf('x: |\n  {% $request.body.x\n     .y %}\n', { x: { y: [1, 2] } })).toEqual({
      x: [1, 2],
    });
  });

  it('cannot be faked by a value', async () => {
    expect(await bodyOf('x: "{% $request.body.x %}"', { x: '{% $millis() %} ${TOKEN}' })).toEqual({
      x: '{% $millis() %} ${TOKEN}',
    });
  });
});

describe('markers inside a text', () => {
  it('are put in as texts', async () => {
    const body = { a: 1e21, b: true, c: 'я' };
    expect(
      await bodyOf('x: "<{% $request.body.a %}|{% $request.body.b %}|{% $request.body.c %}>"', body),
    ).toEqual({
      x: '<1000000000000000000000|true|я>',
    });
  });

  it('refuse what has no text', async () => {
    await expect(bodyOf('x: "a {% $request.body.x %}"', { x: [1, 2] })).rejects.toThrow(
      'mappingFault: operations.sendReceiptQr.steps.a.body.x must be a text, a number or true/false here',
    );
    await expect(bodyOf('x: "a {% $request.body.x %}"', { x: null })).rejects.toThrow('not null');
  });

  it('have escapes', async () => {
    expect(await bodyOf('x: "{%% $a %} $${REGION} {% 1 %}"')).toEqual({ x: '{% $a %} ${REGION} 1' });
  });
});

describe('params', () => {
  it('stand in literal text and in keys', async () => {
    expect(await bodyOf('"at-${REGION}": "${REGION}/${REGION}"')).toEqual({ 'at-ru-77': 'ru-77/ru-77' });
  });

  it('are put in once: what a value holds is data', async () => {
    expect(await bodyOf('x: "${EVIL}"\n"${EVIL}": 1')).toEqual({ x: given.EVIL, [given.EVIL]: 1 });
  });

  it('are never put into an expression', () => {
    expect(problemsOf('a:\n  value: \'"${REGION}" = ${REGION}\'', { params, given })).toEqual([
      expect.stringContaining('inside an expression write $params.NAME'),
    ]);
  });

  it('keep a text in an expression as it is', async () => {
    expect(await bodyOf(`x: '{% "\${REGION}" %}'`)).toEqual({ x: '${REGION}' });
  });

  it('without a value are an error where nothing is allowed to be missing', () => {
    expect(problemsOf('a:\n  post: /a\n  body: { x: "b ${UNSET}" }', { params, given })).toEqual([
      'unset-param: a param in this text has no value and no default (set it, or let the key be left out: "x?")',
    ]);
  });

  it('without a value take an optional key with them', async () => {
    expect(
      await bodyOf('"x?": "b ${UNSET}"\n"y?": "{% 1 %} ${UNSET}"\n"z?": { u: 1, "v?": "${UNSET}" }'),
    ).toEqual({
      z: { u: 1 },
    });
  });
});

describe('findings', () => {
  it('tell all that is wrong with the markers, each at its character', () => {
    const steps =
      'a:\n  post: /a\n  body:\n    x: "{% $request.path"\n    y: "  ${NOPE} ${ALSO"\n    "{% 1 %}": 1';
    expect(findingsOf(steps).map(({ line, column, message }) => [line, column, message])).toEqual([
      [14, 15, 'this {% is never closed by %}'],
      [15, 17, 'there is no param "NOPE"; declare it under params:'],
      [15, 25, 'this ${ is never closed by }'],
      [16, 11, 'a key holds no expression'],
    ]);
  });
});
