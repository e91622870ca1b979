import { describe, expect, it } from 'vitest';
import { evaluated, findingsOf, problemsOf, spotted } from './run-steps.js';

const params = 'OPEN: { default: a }\nHIDDEN: { secret: true }';
const functions = 'double: "function($x) { $x * 2 }"';
const value = (expression: string) => `it:\n  value: ${JSON.stringify(expression)}`;
const problems = (expression: string) => problemsOf(value(expression), { params, functions });

describe('a name that stands for nothing is a finding', () => {
  it.each([
    ['customers.body', 'bare-name: the bare name "customers" stands for nothing here'],
    ['request.body', 'bare-name: the bare name "request" stands for nothing here (did you mean $request?)'],
    ['$count(items)', 'bare-name: the bare name "items" stands for nothing here'],
    ['{ "a": b }', 'bare-name: the bare name "b" stands for nothing here'],
    ['[1, b]', 'bare-name: the bare name "b" stands for nothing here'],
    ['true ? b : 1', 'bare-name: the bare name "b" stands for nothing here'],
    ['$map([1], function($v) { $v + b })', 'bare-name: the bare name "b" stands for nothing here'],
    ['($x := b; $x)', 'bare-name: the bare name "b" stands for nothing here'],
    ['$request.body & b', 'bare-name: the bare name "b" stands for nothing here'],
    ['*', 'bare-name: the bare name "*" stands for nothing here'],
    ['**.id', 'bare-name: the bare name "**" stands for nothing here'],
    ['$', 'bare-name: $ is empty here: there is no context outside a path or a predicate'],
    ['$$.a', 'bare-name: $$ is empty here: there is no context outside a path or a predicate'],
    [
      '$request.body.items[$$.id = 1]',
      'bare-name: $$ is empty here: there is no context outside a path or a predicate',
    ],
    ['$reqest.body', 'unknown-variable: there is no variable $reqest.body (did you mean $request?)'],
    ['$nobody', 'unknown-variable: there is no variable $nobody (variables here: $request, $params)'],
    ['$reply.body', 'unknown-variable: there is no variable $reply here (there is a reply in take,'],
    [
      '$item.id',
      'unknown-variable: there is no variable $item here (there is an item in a call that has forEach)',
    ],
    ['$uniqe([1])', 'unknown-function: there is no function $uniqe (did you mean $unique?)'],
    ['$duble(1)', 'unknown-function: there is no function $duble (did you mean $double?)'],
    ['$map([1], $nope)', 'unknown-variable: there is no variable $nope'],
    ['$eval("1")', 'unknown-function: $eval does not exist: nothing is compiled at run time'],
    ['[1].$eval("1")', 'unknown-function: $eval does not exist: nothing is compiled at run time'],
    ['$map(["1"], $eval)', 'unknown-function: $eval does not exist: nothing is compiled at run time'],
    ['($e := $eval; $e("1"))', 'unknown-function: $eval does not exist: nothing is compiled at run time'],
    ['$params.OPN', 'unknown-param: there is no param "OPN" (did you mean $params.OPEN?)'],
    ['$params.toString', 'unknown-param: there is no param "toString" (declare it under params:)'],
    ['$params.HIDDEN', 'secret-param: the param HIDDEN is secret: expressions do not see it'],
    [
      '$request.body[id = $params.HIDDEN]',
      'secret-param: the param HIDDEN is secret: expressions do not see it',
    ],
    ['$request(1)', 'not-a-function: $request is not a function (read it without (…))'],
    ['($request := 1; $request)', 'shadowed-name: $request is already the name of a step or a variable'],
    [
      'function($params) { $params }(1)',
      'shadowed-name: $params is already the name of a step or a variable',
    ],
    ['($it := 1; $it)', 'shadowed-name: $it is already the name of a step or a variable'],
    ['(($x := 1); $x)', 'unknown-variable: there is no variable $x'],
    ['($x := $x + 1; $x)', 'unknown-variable: there is no variable $x'],
    ['$reply', 'unknown-variable: there is no variable $reply'],
  ])('%s', (expression, problem) => {
    expect(problems(expression)[0]).toContain(problem);
  });

  it('once for what the parser writes twice', () => {
    expect(problems('$nobody ?: 1')).toHaveLength(1);
  });

  it('and all of them are told at once', () => {
    expect(problems('$nobody & customers & $nope(1) & $params.HIDDEN')).toHaveLength(4);
  });
});

describe('a name that stands for something is none', () => {
  const body = {
    items: [
      { id: 2, n: 'b' },
      { id: 1, n: 'a' },
    ],
    one: { k: 'v' },
  };

  it.each([
    ['$request.body.items[id = 1].n', 'a'],
    ['$request.body.items[n = $request.body.items[0].n].id', 2],
    [
      '$request.body.items.{ "i": id, "me": $.n }',
      [
        { i: 2, me: 'b' },
        { i: 1, me: 'a' },
      ],
    ],
    ['$request.body.items^(id).n', ['a', 'b']],
    ['$request.body.items^(>$.id).n', ['b', 'a']],
    ['$request.body.items{ n: id }', { a: 1, b: 2 }],
    ['$request.body.items.(n & $string(id))', ['b2', 'a1']],
    ['$request.body.items@$i.$i.n', ['b', 'a']],
    ['$request.body.items#$at.($at & n)', ['0b', '1a']],
    ['$request.body.items#$at[$at = 1].n', 'a'],
    ['$request.body.one.*', 'v'],
    ['$request.body.**.k', 'v'],
    ['$request.body.items.%.one.k', ['v', 'v']],
    ['$map($request.body.items, function($v, $i) { $v.id + $i })', [2, 2]],
    ['$request.body.items ~> $map(function($v) { $v.id }) ~> $sum()', 3],
    ['$sum($request.body.items.$double(id))', 6],
    ['$map([1, 2], $double)', [2, 4]],
    ['($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))', 120],
    ['($x := 1; $y := $x + 1; [$x, $y])', [1, 2]],
    ['($x := 1; ($x := 2); $x)', 1],
    ['$request.body.one ~> |$|{ "k": k & "!" }|', { k: 'v!' }],
    ['$params.OPEN', 'a'],
    ['$params', { OPEN: 'a' }],
    ['$substringBefore(?, "-")("a-b")', 'a'],
    ['/b+/("abbc").match', 'bb'],
    ['$lookup($params, "HIDDEN")', undefined],
  ])('%s', async (expression, result) => {
    expect(problems(expression)).toEqual([]);
    const given = { HIDDEN: 's3cret' };
    expect(await evaluated(expression, { params, functions, given, body })).toEqual(result);
  });

  it('a local name that hides a function is only a warning', () => {
    const [finding] = findingsOf(value('($count := 1; $count)'));
    expect(finding).toMatchObject({ level: 'warning', code: 'shadowed-name' });
  });
});

describe('steps', () => {
  it('are seen from below, never from above and never by themselves', () => {
    const steps = 'a: { value: $b }\nb: { value: $b }\nc: { value: $a }';
    expect(problemsOf(steps)).toEqual([
      'later-step: the step "b" comes later; an expression sees the steps above it (move "b" up)',
      'later-step: the step "b" comes later; an expression sees the steps above it (move "b" up)',
    ]);
  });

  it.each(['count', 'phone', 'double', 'unique'])('named like the function %s are refused', name => {
    expect(problemsOf(`${name}: { value: "1" }`, { functions })).toEqual([
      `step-name: "${name}" is the name of a function: $${name} would be both (give the step another name)`,
    ]);
  });

  it.each(['request', 'params', 'reply', 'item', 'page', '"1a"', '"a-b"', '"a b"', '""', 'имя'])(
    'named %s are refused',
    name => {
      expect(problemsOf(`${name}: { value: "1" }`)).toEqual([expect.stringMatching(/^step-name: /)]);
    },
  );

  it('see $reply only in the keys that judge or take one', () => {
    const seen =
      'take: $reply.body\n  missing: $reply.status = 404\n  success: $exists($reply.body)\n  asText: [n]';
    expect(
      problemsOf(`a:\n  get: /\n  ${seen}\n  errors: [{ when: $reply.status = 409, fail: rejected }]`),
    ).toEqual([]);
    expect(
      problemsOf(
        'a:\n  when: $exists($reply)\n  get: "/{% $reply.status %}"\n  query: { q: "{% $reply.status %}" }',
      ),
    ).toHaveLength(3);
  });
});

describe('each finding stands at its character', () => {
  it.each([
    ['plain', 'it:\n  value: $request.path & $nope'],
    ['single', "it:\n  value: '\"it''s\" & $nope'"],
    ['double', 'it:\n  value: "\\"\\u0041\\" & $nope"'],
    ['literal', 'it:\n  value: |\n    1 +\n      $nope'],
    ['folded', 'it:\n  value: >-\n    1 +\n    $nope'],
    ['a marker', 'it:\n  post: /a\n  body:\n    a:\n      - "x {% $nope %}"'],
  ])('%s', (_, steps) => {
    expect(spotted(steps)).toEqual([expect.stringMatching(/^\$nope( %})?['"]?$/)]);
  });

  it('in functions and behind aliases', () => {
    expect(spotted('a: { value: "1" }', { functions: 'f: |\n  function($x) {\n    $nope\n  }' })).toEqual([
      '$nope',
    ]);
    const aliased = 'a:\n  when: &rule $nope = 1\n  get: /a\nb:\n  when: *rule\n  get: /b';
    expect(spotted(aliased)).toEqual(['$nope = 1']);
  });
});

describe('syntax', () => {
  it.each([
    ['$request.', 'Unexpected end'],
    ['$count(', 'Expected ")" before end of expression'],
    ['"open', 'String literal must be terminated'],
    ['$request.body == 1', 'JSONata compares with a single ='],
    ['$exists($request.body) && true', 'JSONata writes `and` and `or`'],
    ['{% $request.path %}', 'write it without {% %}'],
    ['${CRM_URL} = 1', 'inside an expression write $params.NAME'],
  ])('%s', (expression, message) => {
    expect(problems(expression).join()).toMatch(/^expression-syntax: /);
    expect(problems(expression).join()).toContain(message);
  });

  it('points at the token', () => {
    expect(spotted('it:\n  value: $request.path and ) 1')).toEqual([') 1']);
  });
});

describe('a regex that RE2 does not know', () => {
  it.each([
    ['/a(?!b)/', 'invalid or unsupported Perl syntax: `(?!`'],
    ['/(?<=a)b/', 'invalid named capture: `(?<=a)b`'],
    ['/(a)\\1/', 'invalid escape sequence: `\\1`'],
    ['/a{1,2000}/', 'invalid repeat count'],
  ])('is a finding: %s', (regex, problem) => {
    const [found] = problems(`$contains($request.body.a, ${regex})`);
    expect(found).toContain("regex: this regex is not one of RE2's");
    expect(found).toContain(problem);
  });

  it.each(['/^t=\\w+&s=[\\d.]+$/', '/(card|phone)s?/i', '/^([a-z0-9]|[a-z])*@/'])(
    'unlike others: %s',
    regex => {
      expect(problems(`$contains($request.body.a, ${regex})`)).toEqual([]);
    },
  );
});

describe('what YAML makes of a text', () => {
  it.each([
    ['phone: +79620480100', 'changed-number: YAML reads +79620480100 as the number 79620480100'],
    ['code: 007', 'changed-number: YAML reads 007 as the number 7'],
  ])('is warned of when it is another one: %s', (member, problem) => {
    const [found] = problemsOf(`a:\n  post: /a\n  body:\n    ${member}`);
    expect(found).toContain(problem);
  });

  it.each(['phone: "+79620480100"', 'card: 4700000000000072783', 'amount: 1250.50', 'none: 0', 'less: -7'])(
    'is left alone when it is the same: %s',
    member => {
      expect(problemsOf(`a:\n  post: /a\n  body:\n    ${member}`)).toEqual([]);
    },
  );
});

describe('names that the HTTP client or JavaScript keeps for itself', () => {
  it.each([
    ['a:\n  get: /a\n  headers: { host: x }', 'header-name: the header host is written by the HTTP client'],
    ['a:\n  get: /a\n  headers: { "x y": z }', 'header-name: "x y" is no name for a header'],
    ['constructor:\n  get: /a', 'step-name: "constructor" is a name that JavaScript keeps for itself'],
  ])('%j', (steps, problem) => {
    expect(problemsOf(steps)).toEqual([expect.stringContaining(problem)]);
  });
});
