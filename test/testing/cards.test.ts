import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Coverage } from '../../src/testing/coverage.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { TestedMappings } from '../../src/testing/tested-mappings.js';
import { folderOf } from '../config/reading.js';

const mapping = readFileSync('test/cli/fixtures/cards.yaml', 'utf8');

/** What comes of the cases, by their problems, and what of the mapping they do not reach. */
async function run(cases: string) {
  const cwd = folderOf({
    'cards.yaml': mapping,
    'cards.test.yaml': `test: 1\nmapping: cards.yaml\ncases:\n${cases}`,
  });
  const coverage = new Coverage();
  const { tests, findings } = await readTestFile(
    join(cwd, 'cards.test.yaml'),
    new TestedMappings(coverage.watch),
  );
  if (!tests) throw new Error(JSON.stringify(findings));
  await coverage.add(join(cwd, 'cards.yaml'));
  const results = await runTestFile(tests, { event: (event, test) => coverage.event(event, test) });
  return {
    problems: results.flatMap(({ problems }) => problems),
    missed: coverage
      .mappings()
      .flatMap(({ missed }) => missed.map(({ aspect, name }) => `${name} ${aspect}`)),
  };
}

const issue = (name: string, rest: string) => `  - name: ${name}
    operation: issueReservedCard
    request: { params: { cardNumber: "4700" }, body: { phone: "79620480100" } }
${rest.replaceAll(/^/gm, '    ')}
`;
const written = '{ call: { post: /cards, body: { number: "4700" } }, reply: {} }';
const card = '{ call: { get: /cards/4700 }, reply: { body: { owner: 7 } } }';

it('a number that no case names is reserved, and one is free', async () => {
  const { problems } = await run(
    `${issue('issued', `exchanges: [${written}]\ncardsAfter: { "4700": { issued: "+79620480100" } }\nanswer: { nothing: true }`)}
  - name: reserved
    operation: reserveCard
    cardsAfter: { "2900000000018": reserved }
    answer: { match: { body: subset }, body: { cardNumber: "2900000000018" } }
  - name: none is free
    operation: reserveCard
    cards: { "2900000000018": reserved }
    answer: { error: noFreeCards }
`,
  );
  expect(problems).toEqual([]);
});

it('what a number is otherwise in the end is a problem', async () => {
  const { problems } = await run(
    issue(
      'refused',
      `exchanges: [${written}]\ncardsAfter: { "4700": reserved, "1": free }\nanswer: { nothing: true }`,
    ),
  );
  expect(problems).toEqual([
    {
      message: 'card numbers are otherwise in the end',
      differences: [
        { path: 'cardsAfter.4700', expected: 'reserved', actual: { issued: '+79620480100' } },
        { path: 'cardsAfter.1', expected: 'free', actual: 'reserved' },
      ].sort((one, other) => one.path.localeCompare(other.path)),
      came: { name: 'cardsAfter', value: { '1': 'reserved', '4700': { issued: '+79620480100' } } },
    },
  ]);
});

it('the steps by which the CRM is asked count for the coverage', async () => {
  const doubtful = 'cards: { "4700": { doubtful: "+79620480100" } }';
  const before = await run(issue('issued', `exchanges: [${written}]\nanswer: { nothing: true }`));
  expect(before.missed).toEqual([
    'cards.verify.steps.card reached',
    'cards.verify.steps.holder reached',
    'cards.verify.steps.holder skipped',
    'cards.verify.steps.holder.ifMissing missing',
    'operations.reserveCard called',
    'operations.reserveCard.steps.free reached',
    'operations.reserveCard.response reached',
  ]);
  const after = await run(
    [
      issue(
        'nobody has it',
        `${doubtful}\nexchanges: [{ call: { get: /cards/4700 }, reply: { status: 404 } }, ${written}]\nanswer: { nothing: true }`,
      ),
      issue(
        'somebody has it',
        `${doubtful}\nexchanges: [${card}, { call: { get: /people/7 }, reply: { body: { phone: "+79620480101" } } }]\nanswer: { error: cardAlreadyIssued }`,
      ),
      issue(
        'who has it cannot be told',
        `${doubtful}\nexchanges: [${card}, { call: { get: /people/7 }, reply: { status: 404 } }]\nanswer: { error: crmBadReply }`,
      ),
    ].join(''),
  );
  expect(after.problems).toEqual([]);
  expect(after.missed.filter(name => name.startsWith('cards'))).toEqual([]);
});
