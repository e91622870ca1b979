import { nearest, suggestion } from '../document/nearest.js';
import { fitsDouble } from '../json/number.js';
import type { Analysis, Reference } from './analyse.js';
import type { FunctionTable } from './functions.js';
import { problemOfRegex } from './linear-regex.js';
import type { ParamValues } from './markers.js';
import { memberProblem, type RequestNames } from './members.js';
import type { Problem } from './problem.js';
import type { Source } from './source.js';

/** The variables that an expression may read at its place. */
export interface Visible {
  readonly names: ReadonlySet<string>;
  /** Steps further down the page: named only so that the message can say so. */
  readonly later: ReadonlySet<string>;
  /** What `$request` holds, where it is known which operation is asked for. */
  readonly request?: RequestNames;
  /** What other variables hold, by name, where that is known. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

export interface Rules {
  readonly functions: FunctionTable;
  readonly params: ParamValues;
  /** Params that expressions see. */
  readonly openParams: ReadonlySet<string>;
  /** Headers of Koshelek that expressions see, in lower case. */
  readonly requestHeaders: readonly string[];
}

/** Where variables are that are not everywhere. */
const WHERE: Readonly<Record<string, string>> = {
  reply:
    'there is a reply in take, missing, success, errors and the like; elsewhere name the step that holds it',
  session: 'there is a session in path, query, headers and body of a call, where crm.auth logs in',
  item: 'there is an item in a call that has forEach',
  page: 'there is a page in a call that has pages',
  given: 'there is something given in the calls under calls:, by the steps that use them',
};

/** Reports every name in an expression that means nothing at its place. @returns whether all is well */
export function checkReferences(source: Source, analysis: Analysis, visible: Visible, rules: Rules): boolean {
  const problems = [
    ...analysis.bare.map(bare => ({ index: bare.index, ...bareName(bare.name, visible) })),
    ...analysis.defined.flatMap(local => shadowing(local, visible, rules)),
    ...analysis.references.flatMap(reference => reading(reference, visible, rules)),
    ...analysis.regexes.flatMap(unknownRegex),
    ...analysis.numbers.flatMap(end => changedNumber(source.text, end)),
    ...analysis.operands.flatMap(decimalOperand),
  ];
  // The parser writes `a ?: b` as a condition that holds `a` twice.
  const seen = new Set<string>();
  for (const { level = 'error', index, code, message, hint } of problems) {
    if (seen.has(`${index} ${message}`)) continue;
    seen.add(`${index} ${message}`);
    source.report(level, code, index, message, hint);
  }
  return problems.every(({ level }) => level !== undefined);
}

/** Words that were true and false in YAML 1.1. */
const yamlWords: Readonly<Record<string, string>> = {
  yes: 'to YAML 1.2 it is a text; write true',
  on: 'to YAML 1.2 it is a text; write true',
  no: 'to YAML 1.2 it is a text; write false',
  off: 'to YAML 1.2 it is a text; write false',
};

function bareName(name: string, visible: Visible): Omit<Problem, 'index'> {
  if (name.startsWith('$')) {
    return {
      code: 'bare-name',
      message: `${name} is empty here: there is no context outside a path or a predicate`,
    };
  }
  const meant = visible.names.has(name) ? name : nearest(name, [...visible.names]);
  const hint = meant
    ? `did you mean $${meant}?`
    : (yamlWords[name.toLowerCase()] ?? 'values are variables: begin with $request, $params or a step');
  return { code: 'bare-name', message: `the bare name "${name}" stands for nothing here`, hint };
}

function shadowing(local: { name: string; index: number }, visible: Visible, rules: Rules): Problem[] {
  const { name, index } = local;
  const hint = 'give the local variable another name';
  if (visible.names.has(name) || visible.later.has(name)) {
    return [
      { index, code: 'shadowed-name', message: `$${name} is already the name of a step or a variable`, hint },
    ];
  }
  if (!rules.functions.has(name)) return [];
  // Legal, and it stays so: a helper that comes with a later version must not break a mapping.
  const message = `$${name} is also the name of a function, which cannot be called here`;
  return [{ level: 'warning', index, code: 'shadowed-name', message, hint }];
}

/** Regexes run on RE2, which knows neither lookaround nor backreferences. */
function unknownRegex({ regex, index }: Analysis['regexes'][number]): Problem[] {
  const problem = problemOfRegex(regex);
  if (problem === undefined) return [];
  return [
    {
      index,
      code: 'regex',
      message: `this regex is not one of RE2's: ${problem}`,
      hint: /\(\?<?[=!]|\\[1-9]/.test(regex.source)
        ? 'there is no lookaround and no backreference: match more, and look at the groups'
        : undefined,
    },
  ];
}

function reading(reference: Reference, visible: Visible, rules: Rules): Problem[] {
  const { name, index, called, members } = reference;
  if (visible.names.has(name)) return readingVisible(reference, visible, rules);
  if (rules.functions.has(name)) return [];
  if (name === 'eval') {
    return [
      { index, code: 'unknown-function', message: '$eval does not exist: nothing is compiled at run time' },
    ];
  }
  if (visible.later.has(name)) {
    const message = `the step "${name}" comes later; an expression sees the steps above it`;
    return [{ index, code: 'later-step', message, hint: `move "${name}" up` }];
  }
  const elsewhere = called ? undefined : WHERE[name];
  if (elsewhere !== undefined) {
    const message = `there is no variable $${name} here`;
    return [{ index, code: 'unknown-variable', message, hint: elsewhere }];
  }
  const kind = called ? 'function' : 'variable';
  const guess = nearest(name, called ? rules.functions.names() : [...visible.names]);
  const known = called
    ? 'there are those of JSONata, the helpers in docs/mapping.md, and those under functions:'
    : `variables here: ${listed(visible.names)}`;
  const hint = guess ? `did you mean $${guess}?` : known;
  const whole = called ? `$${name}` : [`$${name}`, ...members.slice(0, 1)].join('.');
  return [{ index, code: `unknown-${kind}`, message: `there is no ${kind} ${whole}`, hint }];
}

function readingVisible(reference: Reference, visible: Visible, rules: Rules): Problem[] {
  const { name, index, called } = reference;
  if (name === 'params') return readingParam(reference, rules);
  if (called) {
    return [
      { index, code: 'not-a-function', message: `$${name} is not a function`, hint: 'read it without (…)' },
    ];
  }
  const known = visible.members?.[name];
  if (known) return readingKnown(reference, known);
  if (name !== 'request' && name !== 'reply') return [];
  const problem = memberProblem(reference, visible.request, rules.requestHeaders);
  return problem ? [{ index, ...problem }] : [];
}

function readingKnown({ name, index, members: [member] }: Reference, known: readonly string[]): Problem[] {
  if (member === undefined || known.includes(member)) return [];
  if (name === 'session' && member === 'token') {
    const message = 'the token is not for expressions of steps';
    return [{ index, code: 'secret-token', message, hint: 'say under send: how it goes with a call' }];
  }
  const hint = suggestion(member, known, `it has: ${known.join(', ') || 'no members'}`);
  return [{ index, code: 'unknown-member', message: `$${name} has no "${member}"`, hint }];
}

function readingParam({ index, members: [member] }: Reference, rules: Rules): Problem[] {
  if (member === undefined || rules.openParams.has(member)) return [];
  if (Object.hasOwn(rules.params, member)) {
    const message = `the param ${member} is secret: expressions do not see it`;
    return [
      { index, code: 'secret-param', message, hint: `put \${${member}} into literal text, such as a header` },
    ];
  }
  const guess = nearest(member, [...rules.openParams]);
  const hint = guess ? `did you mean $params.${guess}?` : 'declare it under params:';
  return [{ index, code: 'unknown-param', message: `there is no param "${member}"`, hint }];
}

/** Decimals are texts, which operators take letter by letter, or not at all. */
function decimalOperand({ name, operator, index }: Analysis['operands'][number]): Problem[] {
  const code = 'decimal-operand';
  if (name === 'numeral') {
    const message = `$numeral is for what is sent to the CRM: ${operator} does not know it`;
    return [{ index, code, message, hint: 'let it be the last that an expression does' }];
  }
  if (!/^(total|minor)$/.test(name)) return [];
  if (/^[<>]=?$/.test(operator)) {
    const message = `$${name} gives a text, and ${operator} compares texts letter by letter: "99" is not less than "100"`;
    return [{ index, code, message, hint: `write $compare($${name}(…), …) ${operator} 0` }];
  }
  if (!/^[-+*/%]$/.test(operator)) return [];
  return [
    {
      index,
      code,
      message: `$${name} gives a text, and ${operator} takes numbers`,
      hint: 'write $number(…)',
    },
  ];
}

/** jsonata reads numbers as doubles: it would compare with a number that nobody wrote. */
function changedNumber(text: string, end: number): Problem[] {
  const written = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.exec(text.slice(0, end))?.[0];
  if (written === undefined || fitsDouble(written)) return [];
  const message = `JSONata reads ${written} as the number ${Number(written)}`;
  const hint = `write it as a text, "${written}"; a long number of a reply is a text too`;
  return [{ index: end - written.length, code: 'long-number', message, hint }];
}

function listed(names: ReadonlySet<string>): string {
  return [...names].map(name => `$${name}`).join(', ') || 'none';
}
