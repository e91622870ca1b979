import { scalarText } from '../../json/values.js';
import { literal, oneLine, plainOrQuoted } from '../yaml-text.js';
import type { OfferedCall, Parameter } from './calls.js';
import { listAt, memberOf } from './json.js';
import { balanceIn, cardNumberIn, isEmail, isPhone, phoneIn, stateIn } from './known-members.js';
import { type Member, type Way, withValue, written } from './members.js';
import type { OpenApiSource } from './read.js';
import { type ReplyShape, replyShape } from './reply.js';
import { typesOf } from './sample.js';
import { wordsOf } from './words.js';

/** An operation that a call of the file plainly seems to be made for, mapped by what the file tells. */
export interface Guess {
  readonly operation: 'findCard' | 'getCard';
  readonly call: OfferedCall;
  /** Below the name of the operation. */
  readonly lines: readonly string[];
  /** Cases of a test file. */
  readonly cases: readonly GuessedCase[];
}

interface GuessedCase {
  readonly name: string;
  readonly operation: Guess['operation'];
  readonly request: unknown;
  readonly exchanges: readonly {
    readonly call: { readonly get: string; readonly query?: Readonly<Record<string, string>> };
    readonly reply: unknown;
  }[];
  readonly answer: unknown;
}

type Follow = OpenApiSource['follow'];

const PHONE = '79620480100';
const NUMBER = '4600000000017';
const MARK = '# guess';
const PEOPLE =
  /^(customers?|clients?|contacts?|members?|users?|guests?|buyers?|holders?|cards?|loyalty|accounts?|profiles?)$/;

/** findCard by a search for a phone, or else an address; `undefined` when no call plainly is one. */
export function guessFindCard(calls: readonly OfferedCall[], follow: Follow): Guess | undefined {
  const searches = calls.flatMap(call => {
    const key = call.path.includes('{') ? undefined : searchedBy(call);
    return key && isPlain(call, [key]) ? [{ call, key }] : [];
  });
  // A phone is what Koshelek has of everybody; and the shorter path is the more general one.
  const rank = ({ call, key }: (typeof searches)[number]) =>
    (isPhone(wordsOf(key.name)) ? 0 : 1000) + call.path.length;
  const [best] = searches.sort((one, other) => rank(one) - rank(other));
  return best && findCard(best.call, best.key, follow);
}

/** getCard by a path such as /cards/{number}. */
export function guessGetCard(calls: readonly OfferedCall[], follow: Follow): Guess | undefined {
  const fitting = calls.filter(
    call => /^[^{}]*cards?\/\{[^{}]+\}$/i.test(call.path) && isPlain(call, []) && call.method === 'get',
  );
  const [best] = fitting.sort((one, other) => one.path.length - other.path.length);
  return best && getCard(best, follow);
}

function searchedBy({ parameters, path, id }: OfferedCall): Parameter | undefined {
  if (!wordsOf(`${path} ${id}`).some(word => PEOPLE.test(word))) return undefined;
  const fits = (test: typeof isPhone) =>
    parameters.find(({ in: where, name, schema }) => {
      const types = typesOf(schema, value => value);
      return (
        where === 'query' &&
        test(wordsOf(name)) &&
        types.every(type => /^(string|integer|number)$/.test(type))
      );
    });
  return fits(isPhone) ?? fits(isEmail);
}

/** A read whose path and parameters can be written down, with no other value than is known. */
function isPlain(call: OfferedCall, known: readonly Parameter[]): boolean {
  if (call.method !== 'get' || !call.reply.isJson) return false;
  if (!/^(\/[\w~:@!()*+,;=.-]+|\/\{[^{}]+\})+$/.test(call.path) || /\/\.{1,2}(\/|$)/.test(call.path))
    return false;
  const needed = call.parameters.filter(({ in: where, required }) => required && where !== 'path');
  return [...needed, ...known].every(
    parameter =>
      parameter.in === 'query' &&
      /^[\w.[\]-]{1,60}$/.test(parameter.name) &&
      (known.includes(parameter) || fixedValue(parameter) !== undefined),
  );
}

/** The value of a parameter that must be there: the only one that it may have, or an example of it. */
function fixedValue({ schema, example }: Parameter): string | undefined {
  const values = [memberOf(schema, 'default'), listAt(schema, 'enum')[0], example].map(scalarText);
  return values.find(value => value !== undefined && /^[\w.,:+-]{1,60}$/.test(value));
}

function fixedQuery(call: OfferedCall, key?: Parameter): [string, string][] {
  return call.parameters.flatMap(parameter => {
    const value =
      parameter.required && parameter !== key && parameter.in === 'query' ? fixedValue(parameter) : undefined;
    return value === undefined ? [] : [[parameter.name, value] as [string, string]];
  });
}

function findCard(call: OfferedCall, key: Parameter, follow: Follow): Guess {
  const isByPhone = isPhone(wordsOf(key.name));
  const asked = isByPhone ? 'msisdn' : 'email';
  const plus = isByPhone && !isBare(key) ? '+' : '';
  const shape = replyShape(call, follow, { isList: true });
  const isCard = /cards?$/i.test(call.path) || written(shape.way).endsWith('card');
  const number = cardNumberIn(shape.members, isCard);
  const state = stateIn(shape.members, number);
  const others = shape.members.filter(member => member !== number && member !== state?.member);
  const phone = isByPhone ? phoneIn(others) : undefined;
  const row = shape.isList ? '$found[0]' : '$found';
  const place = `${row}${number ? written(number.way) : '.cardNumber'}`;
  const fixed = fixedQuery(call, key);
  const query = [...fixed.map(([name, value]) => `${plainOrQuoted(name)}: ${plainOrQuoted(value)}`)];
  query.push(`${plainOrQuoted(key.name)}: "${plus}{% $request.query.${asked} %}"`);
  const body = `$reply.body${written(shape.way)}`;

  const lines = [
    '    steps:',
    '      notAsked:',
    `        when: $not($exists($request.query.${asked}))`,
    '        fail: missingParameter',
    '      found:',
    `        get: ${plainOrQuoted(call.path)}`,
    `        query: { ${query.join(', ')} } ${MARK}: the spelling of the value`,
    `        take: ${quotedExpression(shape.isList ? `$list(${body})` : body)} ${MARK}`,
    `      nobody: { when: ${shape.isList ? '$count($found) = 0' : '$not($exists($found))'}, answer: nothing }`,
    ...(shape.isList ? ['      several: { when: $count($found) > 1, fail: severalCards }'] : []),
    ...(phone
      ? [
          '      somebodyElse: # a CRM that does not know the parameter gives whom it likes',
          `        when: ${quotedExpression(`$not($samePhone(${row}${written(phone.way)}, "+" & $request.query.msisdn))`)}`,
          '        fail: crmBadReply',
        ]
      : []),
    '    response:',
    '      card:',
    ...cardLines(place, number, state, row),
  ];
  const value = { way: number?.way ?? [{ name: 'cardNumber', isList: false }], value: valueFor(number) };
  const sample = bodyWith(shape, [
    value,
    ...(phone ? [{ way: phone.way, value: numeric(phone) ? Number(PHONE) : `+${PHONE}` }] : []),
    ...(state ? [{ way: state.member.way, value: state.active }] : []),
  ]);
  const request = { query: { [asked]: isByPhone ? PHONE : 'maria.ivanova@example.com' } };
  const sent = {
    get: call.path,
    query: { ...Object.fromEntries(fixed), [key.name]: `${plus}${request.query[asked]}` },
  };
  const nobody = shape.isList ? { body: emptyList(shape) } : { status: 404, body: {} };
  const of = (name: string, reply: unknown, answer: unknown): GuessedCase => ({
    name,
    operation: 'findCard',
    request,
    exchanges: [{ call: sent, reply }],
    answer,
  });
  return {
    operation: 'findCard',
    call,
    lines,
    cases: [
      of('somebody is found', { body: sample }, { body: { card: cardOf() } }),
      of('nobody is found', nobody, { nothing: true }),
      of(
        'the CRM is broken, which is not the same',
        { text: '<html>502 Bad Gateway</html>' },
        { error: 'crmBadReply' },
      ),
    ],
  };
}

function getCard(call: OfferedCall, follow: Follow): Guess {
  const shape = replyShape(call, follow, { isList: false });
  const members = shape.isList ? [] : shape.members;
  const number = cardNumberIn(members, true);
  const state = stateIn(members, number);
  const balance = balanceIn(members.filter(member => member !== number && member !== state?.member));
  const way = shape.isList ? [] : shape.way;
  const place = number ? `$card${written(number.way)}` : '$request.params.cardNumber';
  const fixed = fixedQuery(call);
  const path = call.path.replace(/\{[^{}]+\}/, '{% $request.params.cardNumber %}');
  const query = fixed.map(([name, value]) => `${plainOrQuoted(name)}: ${plainOrQuoted(value)}`).join(', ');
  const lines = [
    '    steps:',
    '      card:',
    `        get: "${path}"`,
    ...(fixed.length > 0 ? [`        query: { ${query} }`] : []),
    '        ifMissing: cardNotFound # a 404',
    `        take: ${quotedExpression(`$reply.body${written(way)}`)} ${MARK}`,
    '    response:',
    '      card:',
    ...cardLines(place, number, state, '$card'),
    ...(balance
      ? [
          `        bonus: ${MARK}: which number is which, and in what unit`,
          `          total: "{% $card${written(balance.way)} %}"`,
          `          available: "{% $card${written(balance.way)} %}"`,
          '          bonuses: [] # those that will expire, each with amount and validUntil',
        ]
      : []),
  ];
  const body = bodyWith({ ...shape, isList: false, way }, [
    ...(number ? [{ way: number.way, value: valueFor(number) }] : []),
    ...(state ? [{ way: state.member.way, value: state.active }] : []),
    ...(balance ? [{ way: balance.way, value: numeric(balance) ? 300 : '300' }] : []),
  ]);
  const bonus = balance ? { bonus: { total: '300', available: '300', bonuses: [] } } : {};
  const of = (name: string, reply: unknown, answer: unknown): GuessedCase => ({
    name,
    operation: 'getCard',
    request: { params: { cardNumber: NUMBER } },
    exchanges: [
      {
        call: {
          get: path.replace('{% $request.params.cardNumber %}', NUMBER),
          ...(fixed.length > 0 && { query: Object.fromEntries(fixed) }),
        },
        reply,
      },
    ],
    answer,
  });
  return {
    operation: 'getCard',
    call,
    lines,
    cases: [
      of('the card with its balance', { body }, { body: { card: { ...cardOf(), ...bonus } } }),
      of('no such card', { status: 404, body: {} }, { error: 'cardNotFound' }),
    ],
  };
}

function cardLines(
  place: string,
  number: Member | undefined,
  state: ReturnType<typeof stateIn>,
  row: string,
): string[] {
  const where =
    number || place.startsWith('$request') ? MARK : `${MARK}: the file does not tell where it stands`;
  return [
    `        cardNumber: "{% ${place} %}" ${where}`,
    state
      ? `        cardState: ${literal(`{% ${row}${written(state.member.way)} = ${JSON.stringify(state.active).replaceAll('"', "'")} ? 'active' : 'inactive' %}`).replaceAll('{%%', '{%')} ${MARK}`
      : `        cardState: active ${MARK}: the file does not tell which cards are blocked`,
    `        barcode: { barcodeNumber: "{% ${place} %}", barcodeType: CODE_128 } ${MARK}: what do the tills read?`,
  ];
}

const cardOf = () => ({
  cardNumber: NUMBER,
  cardState: 'active',
  barcode: { barcodeNumber: NUMBER, barcodeType: 'CODE_128' },
});

/** A whole body in which the one row has these values. */
function bodyWith(shape: ReplyShape, values: readonly { way: Way; value: unknown }[]): unknown {
  const held = shape.way.reduce<unknown>((value, step) => memberOf(value, step.name), shape.sample);
  const first = Array.isArray(held) ? held[0] : held;
  const row = values.reduce((made, { way, value }) => withValue(made, way, value), first ?? {});
  return withValue(shape.sample, shape.way, shape.isList ? [row] : row);
}

function emptyList(shape: ReplyShape): unknown {
  return withValue(shape.sample, shape.way, []);
}

function numeric({ types }: Member): boolean {
  return types[0] === 'integer' || types[0] === 'number';
}

function valueFor(number: Member | undefined): string | number {
  return number && numeric(number) ? Number(NUMBER) : NUMBER;
}

/** Digits without a plus, as the file shows or says. */
function isBare({ schema, example }: Parameter): boolean {
  const [type] = typesOf(schema, value => value);
  return type === 'integer' || type === 'number' || /^\d{10,15}$/.test(scalarText(example) ?? '');
}

/** Bare JSONata, in quotes where YAML would read it otherwise. */
function quotedExpression(text: string): string {
  return /^[\w$.()[\]]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** What the notes say of it. */
export function guessNote({ operation, call }: Guess): string {
  return `${operation} is guessed from ${call.method.toUpperCase()} ${oneLine(call.path)}`;
}
