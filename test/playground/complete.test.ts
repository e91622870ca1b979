import { describe, expect, it } from 'vitest';
import type { CompleteAnswer } from '../../src/playground/api.js';
import { cursorAt } from '../../src/playground/complete/cursor.js';
import { folderWith, opened } from './opened.js';
import { files, mapping } from './shop.js';

/** Where `¦` stands in a text, and the text without it. */
function marked(text: string) {
  const at = text.indexOf('¦');
  const lines = text.slice(0, at).split('\n');
  return {
    text: text.replace('¦', ''),
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
  };
}

describe('the place of a cursor', () => {
  it.each([
    ['¦', { in: 'key', path: [], typed: '' }],
    ['crm:\n  ba¦', { in: 'key', path: ['crm'], typed: 'ba' }],
    [
      'operations:\n  findCard:\n    steps:\n      a:\n        g¦',
      { in: 'key', path: ['operations', 'findCard', 'steps', 'a'], typed: 'g' },
    ],
    [
      'operations:\n  findCard:\n    steps:\n      a:\n        get: /x\n\n  ¦',
      { in: 'key', path: ['operations'], typed: '' },
    ],
    ['crm:\n  errors:\n    - when: true\n      f¦', { in: 'key', path: ['crm', 'errors', '[]'], typed: 'f' }],
    ['crm:\n  errors:\n  - w¦', { in: 'key', path: ['crm', 'errors', '[]'], typed: 'w' }],
    ['crm:\n  errors:\n    - when: true\n    - ¦', { in: 'key', path: ['crm', 'errors', '[]'], typed: '' }],
    ['crm:\n  # auth:\n  reply: ¦', { in: 'value', path: ['crm', 'reply'], typed: '' }],
    ['params:\n  A: { re¦', { in: 'key', path: ['params', 'A'], typed: 're', isFlow: true }],
    ['params:\n  A: { required: true, de¦', { in: 'key', path: ['params', 'A'], typed: 'de', isFlow: true }],
    ['params:\n  A: { required: t¦', { in: 'value', path: ['params', 'A', 'required'], typed: 't' }],
    ['params:\n  A: { oneOf: [a, b], s¦', { in: 'key', path: ['params', 'A'], typed: 's', isFlow: true }],
    ['crm:\n  baseUrl: ${CR¦', { in: 'param', path: ['crm', 'baseUrl'], typed: 'CR' }],
    ['crm:\n  success: $rep¦', { in: 'expression', path: ['crm', 'success'], typed: '$rep' }],
    ['crm:\n  success: "$rep¦', { in: 'expression', path: ['crm', 'success'], typed: '$rep' }],
    [
      'functions:\n  f: |\n    function($c) {\n      $c.a ? b : c\n      $¦',
      { in: 'expression', path: ['functions', 'f'] },
    ],
    [
      'functions:\n  f: |\n    function($c) {{\n      "a": $c\n    }}\n  g¦',
      { in: 'key', path: ['functions'], typed: 'g' },
    ],
    [
      'operations:\n  a:\n    response:\n      value: $¦',
      { in: 'value', path: ['operations', 'a', 'response', 'value'], typed: '$' },
    ],
    [
      'operations:\n  a:\n    response:\n      x: "{% $a.¦',
      { in: 'expression', path: ['operations', 'a', 'response', 'x'], typed: ' $a.' },
    ],
    [
      'operations:\n  a:\n    response: { x: "{% $a.¦',
      { in: 'expression', path: ['operations', 'a', 'response', 'x'], typed: ' $a.' },
    ],
    [
      'operations:\n  a:\n    response: { x: "{% $b %}", y: "{% $a.¦',
      { in: 'expression', path: ['operations', 'a', 'response', 'y'], typed: ' $a.' },
    ],
  ])('%j', (text, expected) => {
    const { line, column, text: without } = marked(text);
    expect(cursorAt(without, line, column)).toMatchObject(expected);
  });
});

describe('what may be typed', () => {
  const at = async (before: string, after: string) => {
    const page = await opened(await folderWith(files), 'shop.yaml');
    const { text, line, column } = marked(mapping.replace(before, () => after));
    const answer = await page.post<CompleteAnswer>('/api/complete', { text, line, column });
    return answer.items.map(({ label }) => label);
  };

  it.each<[what: string, before: string, after: string, has: string[], lacks: string[]]>([
    ['keys of the mapping', 'name: shop', 'name: shop\nde¦', ['deadline'], ['name', 'api']],
    [
      'keys of a step',
      'get: /customers',
      'get: /customers\n        ¦',
      ['take?', 'ifMissing', 'pages'],
      ['get', 'query', 'fail', 'value'],
    ],
    ['operations', 'operations:\n', 'operations:\n  ¦\n', ['listPurchases', 'listPromos'], ['findCard']],
    ['errors', 'answer: nothing', 'fail: card¦', ['cardNotFound', 'cardBlocked'], ['badHttp']],
    ['params', 'baseUrl: ${CRM_URL}', 'baseUrl: ${CRM¦', ['CRM_URL', 'CRM_TOKEN'], []],
    ['revisions', 'api: "1.0.0"', 'api: ¦', ['1.0.0', '1.2.0'], []],
    [
      'steps above',
      'value: $append($byPhone, $byEmail)[0]',
      'value: $by¦',
      ['$byPhone', '$byEmail'],
      ['$found', '$nobody'],
    ],
    [
      'steps and functions',
      'value: $append($byPhone, $byEmail)[0]',
      'value: $¦',
      ['$request', '$params', '$byEmail', '$phone', '$append', '$stateOf'],
      ['$reply', '$found'],
    ],
    [
      'the reply',
      '        take: $list($reply.body.items)\n      byEmail',
      '        take: $¦\n      byEmail',
      ['$reply', '$request'],
      ['$byEmail'],
    ],
    [
      'parts of the reply',
      '        take: $list($reply.body.items)\n      byEmail',
      '        take: $reply.¦\n      byEmail',
      ['status', 'headers', 'body'],
      [],
    ],
    [
      'fields of a reply',
      '        take: $list($reply.body.items)\n      byEmail',
      '        take: $reply.body.¦\n      byEmail',
      ['items'],
      [],
    ],
    [
      'fields inside of lists',
      '        take: $list($reply.body.items)\n      byEmail',
      '        take: $reply.body.items.¦\n      byEmail',
      ['number', 'active', 'title'],
      [],
    ],
    [
      'fields of a step',
      'value: $append($byPhone, $byEmail)[0]',
      'value: $byPhone.¦',
      ['number', 'active', 'title'],
      [],
    ],
    [
      'fields of a step in a template',
      '"{% $found.number %}"\n',
      '"{% $found.¦ %}"\n',
      ['number', 'title'],
      [],
    ],
    [
      'the request',
      '"{% $request.query.email %}"',
      '"{% $request.query.¦ %}"',
      ['msisdn', 'email', 'birthDate'],
      [],
    ],
    [
      'params in expressions',
      '"{% $params.BARCODE_TYPE %}"',
      '"{% $params.¦ %}"',
      ['BARCODE_TYPE', 'CRM_URL'],
      ['CRM_TOKEN'],
    ],
    [
      'what the contract has',
      '        cardState: "{% $stateOf($found) %}"\n',
      '        ¦\n',
      ['cardState'],
      ['cardNumber', 'barcode'],
    ],
    [
      'arguments of a function',
      '$c.active',
      '$¦.active',
      ['$c', '$params', '$phone'],
      ['$request', '$found'],
    ],
  ])('%s', async (_, before, after, has, lacks) => {
    expect(mapping).toContain(before);
    const labels = await at(before, after);
    expect(labels).toEqual(expect.arrayContaining(has));
    expect(labels.filter(label => lacks.includes(label))).toEqual([]);
  });

  it('comes with its docs, and takes the place of what was typed', async () => {
    const page = await opened(await folderWith(files), 'shop.yaml');
    const { text, line, column } = marked(mapping.replace('$append($byPhone, $byEmail)[0]', () => '$sameP¦'));
    const { range, items } = await page.post<CompleteAnswer>('/api/complete', { text, line, column });
    expect(range).toEqual({ from: { line, column: column - 6 }, to: { line, column } });
    expect(items).toMatchObject([{ label: '$samePhone', kind: 'function', insert: '$samePhone(' }]);
    expect(items[0]?.doc).toContain('`$samePhone(');
  });

  it('knows fields from the replies on the page', async () => {
    const page = await opened(await folderWith({ 'shop.yaml': mapping }), 'shop.yaml');
    const { text, line, column } = marked(
      mapping.replace('$append($byPhone, $byEmail)[0]', () => '$byPhone.¦'),
    );
    const run = {
      operation: 'findCard',
      request: { query: { msisdn: '79620480100' } },
      replies: { byPhone: [{ status: 200, body: '{"items": [{"loyaltyNumber": 1}]}' }] },
    };
    const { items } = await page.post<CompleteAnswer>('/api/complete', { text, line, column, run });
    expect(items).toEqual([{ label: 'loyaltyNumber', kind: 'field', detail: '1', insert: 'loyaltyNumber' }]);
  });

  it('knows those of a mapping too that cannot be run yet', async () => {
    const broken = mapping.replace('answer: nothing', 'answr: nothing');
    const page = await opened(await folderWith({ 'shop.yaml': broken }), 'shop.yaml');
    const { text, line, column } = marked(broken.replace('$list($reply.body.items)', () => '$reply.body.¦'));
    const replies = { byPhone: [{ status: 200, body: '{"customers": []}' }] };
    const run = { operation: 'findCard', request: {}, replies };
    const { items } = await page.post<CompleteAnswer>('/api/complete', { text, line, column, run });
    expect(items.map(({ label }) => label)).toEqual(['customers']);
  });
});
