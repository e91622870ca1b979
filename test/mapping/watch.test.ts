import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import type { Branch } from '../../src/mapping/branches.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Evaluation, ExpressionWatch } from '../../src/mapping/watch.js';

/** A mapping of one value step over a function of its own, and what a watch is told when the step runs. */
async function watched(value: string, body: unknown) {
  const found = new Set<string>();
  const took = new Set<string>();
  const evaluations: Evaluation[] = [];
  const line = ({ source, index, way }: Branch) => `${source.name}:${index} ${way}`;
  const watch: ExpressionWatch = {
    evaluated: evaluation => evaluations.push(evaluation),
    foundBranch: branch => found.add(line(branch)),
    tookBranch: branch => took.add(line(branch)),
  };
  const text = JSON.stringify({
    mapping: 1,
    name: 'watched',
    api: '1.0.0',
    crm: { baseUrl: 'https://crm.example.com' },
    functions: { sign: 'function($n) { $n < 0 ? "-" : $n > 0 ? "+" }' },
    operations: {
      findCard: { unsupported: 'not here' },
      getCard: { unsupported: 'not here' },
      sendReceiptQr: { steps: { it: { value } } },
    },
  });
  const mapping = loadMapping(new Document('watched.yaml', text), { given: {}, unset: 'placeholder', watch });
  const mapped = mapping?.operations.get('sendReceiptQr');
  const step = mapped?.kind === 'steps' ? mapped.stages[0]?.[0]?.step : undefined;
  if (step?.kind !== 'value') throw new Error('there is no value step');
  const { value: expression } = step;
  const run = async () => expression.evaluate({ variables: { request: { body }, params: {} }, now: 0 });
  const result = await run().catch((error: unknown) => error);
  return { result, found, took, evaluations };
}

const at = 'operations.sendReceiptQr.steps.it.value';

describe('a mapping that is watched', () => {
  it.each([
    ['$request.body.a ? 1 : 2', { a: true }, 1, [`${at}:16 then`, `${at}:16 else`], [`${at}:16 then`]],
    ['$request.body.a ? 1 : 2', { a: false }, 2, [`${at}:16 then`, `${at}:16 else`], [`${at}:16 else`]],
    ['$request.body.a ? 1', {}, undefined, [`${at}:16 then`, `${at}:16 else`], [`${at}:16 else`]],
    ['$request ?: 2', {}, { body: {} }, [`${at}:9 then`, `${at}:9 else`], undefined],
    ['$request.body.a ?: 2', {}, 2, [`${at}:16 then`, `${at}:16 else`], [`${at}:16 else`]],
    ['$request.body.a ?? 2', { a: 0 }, 0, [`${at}:16 then`, `${at}:16 else`], [`${at}:16 then`]],
  ])('tells the ways of a condition: %s of %j', async (value, body, expected, found, took) => {
    const told = await watched(value, body);
    expect(told.result).toEqual(expected);
    expect([...told.found]).toEqual(found);
    if (took) expect([...told.took]).toEqual(took);
  });

  it('tells the ways inside of a function by the place of the function', async () => {
    const told = await watched('$sign($request.body.n)', { n: 0 });
    expect(told.result).toBeUndefined();
    const sign = 'functions.sign';
    expect([...told.found]).toEqual(
      [22, 22, 37, 37].map((index, i) => `${sign}:${index} ${i % 2 ? 'else' : 'then'}`),
    );
    expect([...told.took]).toEqual([`${sign}:22 else`, `${sign}:37 else`]);
    expect((await watched('$sign($request.body.n)', { n: 3 })).took).toEqual(
      new Set([`${sign}:22 else`, `${sign}:37 then`]),
    );
  });

  it('tells what an expression saw and gave', async () => {
    const { evaluations } = await watched('$request.body.a & "!"', { a: 'x' });
    expect(evaluations).toMatchObject([
      {
        expression: { source: { text: '$request.body.a & "!"', name: at } },
        references: [{ name: 'request', members: ['body', 'a'] }],
        scope: { variables: { request: { body: { a: 'x' } } } },
        value: 'x!',
      },
    ]);
  });

  it('tells of an expression that failed, which still fails', async () => {
    const { result, evaluations } = await watched('$request.body.a + 1', { a: 'x' });
    expect(result).toMatchObject({ error: 'mappingFault' });
    expect(evaluations).toMatchObject([{ value: undefined, failure: result }]);
  });
});
