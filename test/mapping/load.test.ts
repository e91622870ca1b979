import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { ParamSettings } from '../../src/mapping/params.js';
import { findingsOf, mappingOf, mappingText, problemsOf, spotted } from './run-steps.js';

function load(text: string, settings: Partial<ParamSettings> = {}) {
  const document = new Document('test.yaml', text);
  const mapping = loadMapping(document, { given: {}, unset: 'error', ...settings });
  return { mapping, findings: document.findings, messages: document.findings.map(({ message }) => message) };
}

describe('a mapping with many mistakes', () => {
  const text = `
mapping: 1
name: test
api: "1.2.0"
params:
  crm_url: {}
  TOKEN: { secret: yes, requird: true }
crm:
  baseUrl: ftp://crm.test
  auth: { basic: x }
  timeout: 3
  missing: status = 404
functions:
  broken: function($x) {
  count: function($x) { $nope }
operations:
  findCrd:
    steps: {}
  findCard:
    steps:
      one: { gett: /a }
      two: { get: /a, fail: x }
      phone: { value: $later }
      later: { value: $one }
      last: { fail: cardBlockd }
    response:
      card: "{% $cardOf($two) %} {% $broken"
  listUsers:
    steps: { a: { get: members?x=1, take: a, take?: b } }
`;

  it('has all of them told at once, in every section', () => {
    const { mapping, messages } = load(text);
    expect(mapping).toBeUndefined();
    for (const message of [
      '"crm_url" is no name for a param',
      '"secret" must be true or false',
      'unknown key "requird"; did you mean "required"?',
      'baseUrl is an address',
      '"basic" must be a mapping of keys to values, not a text',
      'this must be a duration',
      'the bare name "status" stands for nothing here',
      'Expected "}" before end of expression',
      '"count" is a function of JSONata already',
      'there is no variable $nope',
      'there is no operation "findCrd"',
      'this is no step yet',
      'a step is one thing, not 2 (get, fail)',
      '"phone" is the name of a function',
      'the step "later" comes later',
      'there is no error "cardBlockd"; did you mean "cardBlocked"?',
      'this {% is never closed by %}',
      'the path of a call begins with /',
      'put them under query:',
      'a call has either take or take?',
      'the bare name "b" stands for nothing here',
    ])
      expect(
        messages.some(told => told.includes(message)),
        message,
      ).toBe(true);
  });

  it('tells each of them once, at a line of the file, with a frame', () => {
    const { findings } = load(text);
    const told = findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(new Set(told).size).toBe(told.length);
    for (const { line, frame } of findings) {
      expect(line).toBeGreaterThan(1);
      expect(frame).toContain('^');
    }
  });
});

describe('YAML that is broken', () => {
  it('is one finding, and nothing is said of what cannot be read', () => {
    const { mapping, findings } = load('mapping: 1\nname: test\ncrm:\n  success: a ? b : c: d\n');
    expect(mapping).toBeUndefined();
    expect(findings).toEqual([expect.objectContaining({ code: 'yaml', line: 4 })]);
  });

  it.each(['', '# nothing', 'text', '[]', '5', 'null'])('%j is no mapping', text => {
    const { mapping, findings } = load(text);
    expect(mapping).toBeUndefined();
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(({ level }) => level === 'error')).toBe(true);
  });
});

describe('params', () => {
  const text = mappingText('a: { get: /a }', {
    params:
      'NEEDED: { required: true }\nSECRET: { required: true, secret: true }\nEMPTY: {}\nOPEN: { default: 5 }',
    crm: 'headers: { X-A: "${NEEDED}", X-B?: "${EMPTY}" }\nauth: { bearer: "${SECRET}" }',
  });

  it('that are required and have no value are findings; an empty value is none', () => {
    expect(load(text, { given: { NEEDED: '' } }).messages).toEqual([
      'the param NEEDED is required',
      'the param SECRET is required',
    ]);
  });

  it('get placeholders where a mapping is only looked at', () => {
    const { mapping } = load(text, { unset: 'placeholder' });
    expect(mapping?.placeholders).toEqual(['NEEDED', 'SECRET']);
    expect(mapping?.secrets).toEqual([]);
    expect(mapping?.crm.auth).toMatchObject({ headers: { authorization: 'Bearer <SECRET>' } });
  });

  it('that are secret are for redaction and not for expressions', () => {
    const { mapping } = load(text, { given: { NEEDED: 'n', SECRET: 's3cret' } });
    expect(mapping?.secrets).toEqual(['s3cret']);
    expect(mapping?.params).toEqual({ NEEDED: 'n', OPEN: '5' });
  });
});

describe('crm.baseUrl', () => {
  const urlOf = (url: string) =>
    mappingOf('a: { get: /a }', { params: 'URL: {}', given: { URL: url }, crm: '' }).crm.baseUrl;

  it('ends without a slash', () => {
    const text = mappingText('a: { get: /a }').replace('http://crm.test', 'https://crm.test/api//');
    expect(load(text).mapping?.crm.baseUrl).toBe('https://crm.test/api');
    expect(urlOf('x')).toBe('http://crm.test');
  });

  it.each([
    'crm.test',
    'ftp://crm.test',
    'https://crm.test/?a=1',
    'https://crm.test/#a',
    'https://me:pw@crm.test',
    '/api',
    'http:/crm.test',
    'http://crm.test/a b',
    'https://crm.test/a?',
    'crm.test:8080/api',
  ])('%s is a finding', url => {
    expect(load(mappingText('a: { get: /a }').replace('http://crm.test', url)).messages).toEqual([
      expect.stringContaining('baseUrl is an address'),
    ]);
  });
});

describe('a condition that is a value', () => {
  it.each([
    ['$request.body.x', 'warning', 'this is a value, not a condition'],
    ['$a', 'warning', 'this is a value, not a condition'],
    ['$not($a)', 'warning', '$not of nothing is nothing'],
    ['$not($request.body.x)', 'warning', '$not of nothing is nothing'],
    ['"yes"', 'error', 'this is a value, and never true or false'],
    ['1', 'error', 'this is a value, and never true or false'],
  ])('%s is a finding', (value, level, message) => {
    expect(findingsOf(`a: { value: "1" }\nb:\n  when: ${JSON.stringify(value)}\n  get: /b`)).toEqual([
      expect.objectContaining({ level, code: 'not-a-condition', message: expect.stringContaining(message) }),
    ]);
  });

  it('is told also where there is an error', () => {
    expect(problemsOf('b:\n  when: $request.body.x\n  get: /b\nc: { value: $d }')).toEqual([
      expect.stringContaining('not-a-condition'),
      expect.stringContaining('unknown-variable'),
    ]);
  });
});

describe('places', () => {
  it('of findings in steps, headers, keys and conditions are where they stand', () => {
    expect(
      spotted(
        'a:\n  get: /a\n  headers: { "X Y": 1 }\n  errors:\n    - { when: $x, fail: rejected }\n    - when: true\n      fail: nope',
      ),
    ).toEqual(expect.arrayContaining(['"X Y": 1 }', '$x, fail: rejected }', 'nope']));
  });
});
