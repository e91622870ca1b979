import { basename } from 'node:path';
import { writeYaml } from '../../document/write-yaml.js';
import { declaredParams } from '../params.js';
import { problemOfMappingName, type Starter } from '../starter.js';
import { aboutOperation, laterOperations, unmapped } from '../unmapped.js';
import { commentLines, oneLine, plainOrQuoted } from '../yaml-text.js';
import { type OfferedCall, offeredCalls } from './calls.js';
import { candidateLines, candidatesFor, restLines } from './candidates.js';
import { type Guess, guessFindCard, guessGetCard, guessNote } from './guess.js';
import { objectAt, textAt } from './json.js';
import type { OpenApiSource } from './read.js';
import { type Security, securityOf } from './security.js';
import { serverOf } from './server.js';

/**
 * A project for a CRM by its OpenAPI file: where it is, how calls are authenticated, and findCard and getCard where a call
 * plainly is for them. All else is unsupported, with the calls that it may be made of beside it.
 *
 * @param file the name of the OpenAPI file, as comments show it
 * @param name of the mapping; by default made from the title of the API
 */
export function openApiStarter(source: OpenApiSource, file: string, name = nameOf(source)): Starter {
  const calls = offeredCalls(source);
  const server = serverOf(source);
  const security = securityOf(source, server.url);
  const guesses = [guessFindCard(calls, source.follow), guessGetCard(calls, source.follow)].filter(
    guess => guess !== undefined,
  );
  const notes = [
    ...guesses.map(guessNote),
    ...security.notes,
    ...source.notes.map(note => oneLine(note, 200)),
  ];
  const origin = oneLine(basename(file));
  const text = mappingText({ name, origin, title: titleOf(source), calls, server, security, guesses, notes });
  return {
    mapping: { path: `${name}.yaml`, text },
    tests: [{ path: `${name}.test.yaml`, text: testText(name, origin, text, security, guesses) }],
    before: beforeText(name, origin, guesses),
    notes,
  };
}

function nameOf(source: OpenApiSource): string {
  const words =
    titleOf(source)
      .normalize('NFD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').slice(0, 40).replace(/-+$/, '');
  return name.length < 2 || problemOfMappingName(name) !== undefined ? 'my-crm' : name;
}

function titleOf({ root }: OpenApiSource): string {
  return oneLine(textAt(objectAt(root, 'info'), 'title') ?? '');
}

function mappingText(begun: {
  name: string;
  origin: string;
  title: string;
  calls: readonly OfferedCall[];
  server: ReturnType<typeof serverOf>;
  security: Security;
  guesses: readonly Guess[];
  notes: readonly string[];
}): string {
  const { name, origin, title, calls, server, security, guesses, notes } = begun;
  const lines = [
    ...commentLines(
      `A mapping${title === '' ? '' : ` for ${title}`}, begun from ${origin}. Nobody has tried it yet: what is marked
      as a guess was told by names alone. The language: docs/mapping.md of loyalty-gw; what the operations ask and need:
      docs/api.md.`,
    ),
    ...(notes.length > 0 ? ['#', ...notes.flatMap(note => commentLines(`- ${note}`))] : []),
    '',
    'mapping: 1 # the version of the language',
    `name: ${plainOrQuoted(name)}`,
    'api: "1.2.0" # the revision of the Loyalty Online API',
    '',
    '# What a deployment sets, in the config or in the environment.',
    'params:',
    ...[server.param, ...security.params].map(param => `  ${param}`),
    '',
    'crm:',
    `  baseUrl: ${server.baseUrl}`,
    `  auth: ${security.auth ?? 'none'}`.replace(/ +\n/, '\n'),
    '  # A reply that is a success: by default a 2xx status and, for reads, a body. Say more where this CRM does, such as',
    '  # success: $reply.status < 300 and $not($exists($reply.body.error))',
    '',
    'operations:',
    ...(['findCard', 'getCard'] as const).flatMap(id => {
      const guess = guesses.find(({ operation }) => operation === id);
      const candidates = candidateLines(candidatesFor(id, calls));
      return guess
        ? [...aboutOperation(id), ...candidates, `  ${id}:`, ...guess.lines, '']
        : unmapped(id, candidates);
    }),
    ...laterOperations.flatMap(id => unmapped(id, candidateLines(candidatesFor(id, calls)))),
    ...restLines(calls),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function testText(
  name: string,
  origin: string,
  mapping: string,
  security: Security,
  guesses: readonly Guess[],
): string {
  const params = declaredParams(mapping).filter(param => param.required);
  const values = params.map(({ name }) => [name, inventedValue(name)]);
  const key = security.keyInQuery;
  const withKey = key === undefined ? {} : { [key]: inventedValue('CRM_KEY') };
  const cases = guesses.flatMap(guess =>
    guess.cases.map(each => ({
      ...each,
      exchanges: each.exchanges.map(({ call: { get, query }, reply }) => ({
        call: { get, ...((query || key !== undefined) && { query: { ...query, ...withKey } }) },
        reply,
      })),
    })),
  );
  const first = [
    {
      name: 'is still to be mapped',
      operation: 'findCard',
      request: { query: { msisdn: '79620480100' } },
      answer: { error: 'unsupported' },
    },
  ];
  const about = guesses.length > 0 ? `, with replies made from the schemas of ${origin}` : '';
  const head = commentLines(
    `What the mapping does, told in cases${about}. \`loyalty-gw test\` runs them, without a network. Put in replies of the
    real CRM, with invented people, as soon as you have some.`,
  );
  const value = {
    ...(values.length > 0 && { params: Object.fromEntries(values) }),
    ...(security.logsIn && { login: { reply: { body: { access_token: 'token-1', expires_in: 3600 } } } }),
  };
  const settings = Object.keys(value).length > 0 ? writeYaml(value) : '';
  const written = (cases.length > 0 ? cases : first).map(each => writeYaml([each]).replace(/^(?=.)/gm, '  '));
  return `${head.join('\n')}

test: 1 # the version of the format
mapping: ${name}.yaml
${settings}
cases:
${written.join('\n')}`;
}

/** What a param has in the tests. */
function inventedValue(param: string): string {
  return param === 'CRM_URL' ? 'https://crm.example.com' : `a-${param.slice(4).toLowerCase()}-of-the-tests`;
}

function beforeText(name: string, origin: string, guesses: readonly Guess[]): string {
  const guessed = guesses.map(({ operation }) => operation).join(' and ');
  const look =
    guesses.length > 0
      ? `${guessed} ${guesses.length > 1 ? 'are' : 'is'} guessed from the names in ${origin}: look at each line marked \`# guess\`.`
      : `No call of ${origin} is plainly for findCard or getCard, so write them first: the comments name candidates.`;
  return `Get an address and a key of the CRM's test stand, with a right to read and nothing more to begin with. In
[${name}.yaml](${name}.yaml) ${look} All other operations are \`unsupported\` until you map them.`;
}
