import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/mapping/expression.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { evaluated, mappingOf, runMapping, runSteps } from './run-steps.js';

/** The expression of the only step, a value. */
function expressionIn(mapping: Mapping) {
  const mapped = mapping.operations.get('sendReceiptQr');
  const step = mapped?.kind === 'steps' ? mapped.stages[0]?.[0]?.step : undefined;
  if (step?.kind !== 'value') throw new Error('there is no value step');
  return step.value;
}

const compiled = (expression: string, functions?: string) =>
  expressionIn(mappingOf(`it:\n  value: ${JSON.stringify(expression)}`, { functions }));

const scope = (body: unknown, now = 0): Scope => ({ variables: { request: { body }, params: {} }, now });

describe('evaluations of one expression at the same time', () => {
  // jsonata#804: what one evaluation binds was seen by others that run at the same time. Each of these gives way in
  // its middle, because a function is called.
  it.each([
    ['request', '$map($request.body.rows, function($r) { $r.id & ":" & $request.body.who })'],
    ['locals', '($w := $request.body.who; $map($request.body.rows, function($r) { $r.id & ":" & $w }))'],
    ['functions', '$request.body.rows.$label($, $request.body.who)'],
    ['sorts', '$request.body.rows^(-id)^(id).(id & ":" & $request.body.who)'],
    ['focus', '$request.body.rows@$r.($r.id & ":" & $request.body.who)'],
  ])('hold no data of a neighbour (%s)', async (_, text) => {
    const expression = compiled(text, 'label: "function($r, $w) { $r.id & \\":\\" & $w }"');
    const neighbours = Array.from({ length: 500 }, (_, who) => {
      const rows = Array.from({ length: 1 + (who % 4) }, (_, id) => ({ id }));
      const expected = rows.map(({ id }) => `${id}:${who}`);
      return { scope: scope({ who, rows }), expected: expected.length === 1 ? expected[0] : expected };
    });
    const results = await Promise.all(neighbours.map(neighbour => expression.evaluate(neighbour.scope)));
    const wrong = results.filter(
      (result, at) => JSON.stringify(result) !== JSON.stringify(neighbours[at]?.expected),
    );
    expect(wrong).toEqual([]);
  });

  it('have clocks of their own', async () => {
    const text = '[1, 2, 3].[$millis(), $now(), $millis()]';
    const expression = compiled(text);
    const results = await Promise.all(
      Array.from({ length: 500 }, (_, at) => expression.evaluate(scope({}, at * 1000))),
    );
    results.forEach((result, at) => {
      const now = new Date(at * 1000).toISOString();
      const once = [at * 1000, now, at * 1000];
      expect(result).toEqual([once, once, once]);
    });
  });
});

describe('the clock', () => {
  const now = () => Date.parse('2026-03-15T23:30:00Z');

  it.each([
    ['$now()', '2026-03-15T23:30:00.000Z'],
    ["$now('[Y0001]-[M01]-[D01]', '+0300')", '2026-03-16'],
    ["$fromMillis($millis(), '[H01]:[m01]')", '23:30'],
    ['$map([1], function($x) { $now() })', '2026-03-15T23:30:00.000Z'],
    ['$today()', '2026-03-15'],
  ])('%s is that of the request', async (expression, result) => {
    const functions = `today: "function() { $substringBefore($now(), 'T') }"`;
    const given = await evaluated(expression, { now, functions });
    expect(given).toEqual(result);
  });

  it('stands still while a request runs', async () => {
    let ticks = 0;
    const { values } = await runSteps('a: { value: $millis() }\nb: { post: /b }\nc: { value: $millis() }', {
      now: () => ticks++,
    });
    expect(values.c).toBe(values.a);
  });
});

describe('what a step holds', () => {
  it('is JSON without the marks of JSONata', async () => {
    const { values } = await runSteps(
      "all: { value: \"$request.body.rows.{ 'id': id, 'tags': tags[] }\" }\n" +
        'kept: { value: "$request.body.rows[id = 1][]" }\n' +
        'nested: { value: "{ \'deep\': [$request.body.rows[0].tags[]] }" }',
      { body: { rows: [{ id: 1, tags: ['x'] }, { id: 2 }] } },
    );
    const lists: unknown[][] = [];
    JSON.stringify(values, (_, value) => {
      if (Array.isArray(value)) lists.push(value);
      return value;
    });
    expect(lists.length).toBeGreaterThan(3);
    for (const list of lists)
      expect(Object.getOwnPropertyNames(list).filter(key => !/^\d+$/.test(key))).toEqual(['length']);
  });

  it.each([
    ['[$request.body.one]', [{ id: 1 }]],
    ['$request.body.one', [{ id: 1 }]],
    ['$request.body.one[]', [{ id: 1 }]],
    ['$request.body.none', []],
    ['[]', []],
  ])('%s stays the list that it is', async (expression, list) => {
    const { values } = await runSteps(
      `a: { value: "${expression}" }\nb: { value: $a }\nc: { value: "{ 'in': $b }" }`,
      {
        body: { one: [{ id: 1 }], none: [] },
      },
    );
    expect([values.a, values.b, values.c]).toEqual([list, list, { in: list }]);
  });

  it('is not changed by what others do with it', async () => {
    const { values } = await runSteps(
      'a: { value: $request.body.rows }\n' +
        'b: { value: "$append($a, [9])" }\n' +
        'c: { value: \'$a ~> |$|{ "id": 0 }|\' }\n' +
        'd: { value: "$sort($a, function($x, $y) { $x.id < $y.id })" }\n' +
        'e: { value: \'$request.body.empty{ "k": $ }\' }\n' +
        'f: { value: "$request.body.empty[]" }\n' +
        'g: { value: "$reverse($a)" }',
      { body: { rows: [{ id: 1 }, { id: 2 }], empty: [] } },
    );
    expect(values.a).toEqual([{ id: 1 }, { id: 2 }]);
    expect(values.c).toEqual([{ id: 0 }, { id: 0 }]);
    expect(values.d).toEqual([{ id: 2 }, { id: 1 }]);
  });

  it.each([
    '$rows{ "k": $ }',
    '$rows.({ "k": $ })',
    '$rows{ "k": $ }.k',
    '$f($rows)',
    '$rows^($){ "k": $ }',
    '$rows[]',
  ])('is not changed by %s, even when it is an empty list', async expression => {
    const { values } = await runSteps(
      `rows: { value: $request.body.rows }\ngrouped: { value: '${expression}' }\n` +
        'after: { value: "$exists($grouped) ? $count($rows) : $count($rows)" }',
      { body: { rows: [] }, functions: 'f: \'function($x) { $x{ "k": $ } }\'' },
    );
    expect([values.rows, values.after]).toEqual([[], 0]);
  });

  it.each(['$maps.{ "k": 1 }', '$maps.($x := { "k": 1 }; $x)', '$maps[{ "k": 1 }]', '$f($maps)'])(
    'is not changed by %s where a list stands in a list, as PHP writes an empty map',
    async expression => {
      const { values } = await runSteps(
        `maps: { value: $request.body.maps }\nmade: { value: '${expression}' }\n` +
          'after: { value: "$exists($made) ? $count($maps[0]) : $count($maps[0])" }',
        { body: { maps: [[], { a: 1 }] }, functions: 'f: \'function($x) { $x.{ "k": 1 } }\'' },
      );
      expect([values.maps, values.after]).toEqual([[[], { a: 1 }], 0]);
    },
  );

  it.each(['1/0', '-1/0', '[1/0]', '{ "a": 1/0 }'])('%s is no JSON, and a fault', async expression => {
    await expect(evaluated(expression)).rejects.toThrow('failed: the result is a number that is not finite');
  });

  it.each(['$request.body ~> |$|{ "before": $ }|', '$request.body ~> |$|{ "before": [1, { "it": $ }] }|'])(
    '%s holds itself, and is a fault',
    async expression => {
      await expect(evaluated(expression)).rejects.toThrow(
        'failed: the result holds itself, or is nested more than 1000 deep',
      );
    },
  );

  it.each(['$count', 'function($x) { $x }', '[$count]', '{ "f": $phone }', '$substring(?, 1)', '$f', '/a/'])(
    '%s is a function, and a fault',
    async expression => {
      await expect(evaluated(expression, { functions: 'f: "function($x) { $x }"' })).rejects.toThrow(
        'mappingFault: operations.sendReceiptQr.steps.it.value failed: the result is a function, not a value',
      );
    },
  );
});

describe('a fault', () => {
  it('names the place in the mapping and none of the data', async () => {
    const { failure, answer } = await runSteps(
      'it:\n  value: |\n    $request.body.name &\n      $number($request.body.name)',
      { body: { name: 'Мария Иванова' } },
    );
    expect(failure).toMatch(/^mappingFault: operations.sendReceiptQr.steps.it.value failed: D3030/);
    expect(failure).not.toContain('Мария');
    expect(answer.failure).toMatchObject({ operation: 'sendReceiptQr', step: 'it' });
    expect(answer.failure?.place).toMatchObject({ line: 14 });
    expect(answer.body).toBe('{"code":"5001","description":"Шлюз настроен неверно"}');
  });

  it.each([
    ['$number($request.body)', 'T0410'],
    ['$request.body.name + 1', 'T2001'],
    ['-$request.body.name', 'D1002'],
    ['$request.body.name < 1', 'T2009'],
    ['$error($request.body.name)', 'D3137 raised by the mapping'],
    ['$assert(false, $request.body.name)', 'D3141 raised by the mapping'],
    ['$toMillis($request.body.name)', 'D3110'],
    ['$phone($request.body.name)', 'this is not a phone number'],
    ['$base64decode($request.body)', 'T0410'],
    ['$request.body.name()', 'T1006'],
    ['[1..1e9]', 'D2014'],
    ['$pick($request.body.name, "a")', 'T0410'],
  ])('of %s says why without the data', async (expression, reason) => {
    const body = { name: 'Мария' };
    await expect(evaluated(expression, { body })).rejects.toThrow(reason);
    await expect(evaluated(expression, { body })).rejects.not.toThrow('Мария');
  });

  // Masked one after the other, the 1 and the 0 would stand inside of what was to be masked next.
  it.each([
    '1 < $request.body.phone',
    '$request.body.phone > 0',
    '$request.body.phone < 7',
    '[{ "a": 1 }, { "a": $request.body.phone }]^(a)',
    '[{ "a": $request.body.phone }, { "a": 0 }]^(>a)',
    '$request.body.name & "" < 1',
  ])('of %s keeps all of the data back', async expression => {
    const body = { name: 'Мария 1', phone: '79620480100 Мария' };
    const thrown = await evaluated(expression, { body }).catch(error => String(error));
    expect(thrown).toMatch(/T200[79] .*values … and …/);
    expect(thrown).not.toMatch(/Мария|\d{5}/u);
  });

  it('comes from endless work before the stack overflows', async () => {
    await expect(evaluated('($f := function($n) { 1 + $f($n) }; $f(1))')).rejects.toThrow(
      /mappingFault: .*D1011/,
    );
  });

  it('comes from work without an end in time', async () => {
    const endless = '($f := function($n) { $f($n + 1) }; $f(1))';
    const mapping = mappingOf(`it:\n  value: "${endless}"`, { top: 'deadline: 100ms' });
    const { failure } = await runMapping(mapping);
    expect(failure).toMatch(/^(mappingFault: .*D1012|deadlineExceeded)/);
  });
});

describe('data is data', () => {
  it('whatever its members are called', async () => {
    const body = JSON.parse(
      '{ "constructor": "c", "toString": "t", "a": { "hasOwnProperty": 1 }, "length": 7 }',
    );
    expect(await evaluated('$request.body.constructor & $request.body.toString', { body })).toBe('ct');
    expect(await evaluated('$request.body.length', { body })).toBe(7);
    expect(await evaluated('$request.body.a', { body })).toEqual({ hasOwnProperty: 1 });
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'])(
    'nothing is inherited: %s',
    async name => {
      for (const start of ['$request.body', '$request.body.text', '$request.body.list']) {
        const result = evaluated(`${start}.${name}`, { body: { text: 'a', list: [1] } });
        await expect(result).resolves.toBeUndefined();
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('no expression reaches a prototype (CVE-2026-12208)', async () => {
    const attempts = [
      '{ "__proto__": { "polluted": 1 } }',
      '$merge([{}, { "__proto__": { "polluted": 1 } }])',
    ];
    for (const attempt of attempts) await evaluated(attempt).catch(() => {});
    await evaluated('$request.body ~> |$|{ "__proto__": { "polluted": 1 } }|', { body: { a: 1 } }).catch(
      () => {},
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('params are shared by all requests, so nothing can change them', () => {
    const mapping = mappingOf('it: { value: $params }', { params: 'A: { default: a }' });
    expect(Object.isFrozen(mapping.params)).toBe(true);
  });
});
