import { describe, expect, it } from 'vitest';
import { outcomeOf, testFile } from './files.js';

const twoReads = `
mapping: 1
name: crm
api: "1.2.0"
params: { CRM_URL: { required: true } }
crm: { baseUrl: "\${CRM_URL}" }
operations:
  listUsers:
    steps:
      first: { get: /a }
      second: { post: /b, body: { was: "{% $first %}" } }
      third: { post: /c, body: {} }
    response: []
`;

const a = 'call: { get: /a }, reply: { body: 1 }';
const b = 'call: { post: /b, body: { was: 1 } }, reply: { status: 204 }';
const c = 'call: { post: /c, body: {} }, reply: { status: 204 }';

async function problems(exchanges: string[], inOrder = ''): Promise<string[]> {
  const list = exchanges.map(each => `      - { ${each} }\n`).join('');
  const file = testFile(
    `cases:\n  - name: it\n    operation: listUsers\n${inOrder}    exchanges:\n${list}    answer: { body: [] }\n`,
    twoReads,
  );
  const outcome = await outcomeOf(file);
  expect(outcome.findings).toEqual([]);
  return outcome.problems;
}

describe('exchanges', () => {
  it('come in any order, unless the case says something else', async () => {
    expect(await problems([c, b, a])).toEqual([]);
  });

  it('come in the order of the page, if the case says inOrder', async () => {
    expect(await problems([a, b, c], '    inOrder: true\n')).toEqual([]);
    expect(await problems([b, a, c], '    inOrder: true\n')).toEqual([
      'it: the calls came in another order: exchange 1 (POST /b) came after exchange 2 (GET /a), which stands below it',
    ]);
  });

  it('come in the order of the page among those that say inOrder', async () => {
    expect(await problems([c, `inOrder: true, ${a}`, `inOrder: true, ${b}`])).toEqual([]);
    expect(await problems([`inOrder: true, ${c}`, a, `inOrder: true, ${b}`])).toEqual([
      'it: the calls came in another order: exchange 1 (POST /c) came after exchange 3 (POST /b), which stands below it',
    ]);
  });

  it('are in order when one is used several times', async () => {
    expect(await problems([`times: 1, ${a}`, b, c], '    inOrder: true\n')).toEqual([]);
  });
});
