import type { WireFault, WireReply } from '../../src/crm/wire.js';

/**
 * What the CRM said, read anew and without the mapping: only so can a test tell a word of the CRM from one that the
 * gateway has put into its mouth.
 */

type Outcome = WireReply | WireFault;
type Members = Readonly<Record<string, unknown>>;

/** The JSON of a reply that is a good one, `undefined` of every other. */
function goodBody(outcome: Outcome): unknown {
  if (outcome instanceof Error || outcome.status >= 300) return undefined;
  const body = bodyOf(outcome);
  return all(body, 'error').length === 0 ? body : undefined;
}

function bodyOf(reply: WireReply): unknown {
  try {
    return JSON.parse(new TextDecoder(charsetOf(reply), { fatal: true }).decode(reply.body)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The charset that the reply names, unless its bytes begin with the mark of UTF-8. */
function charsetOf({ headers, body }: WireReply): string {
  const isMarked = Buffer.from(body).toString('latin1').startsWith('\xef\xbb\xbf');
  const [, named = 'utf-8'] = (headers['content-type'] ?? '').split('charset=');
  return isMarked ? 'utf-8' : named;
}

/** All values of a member, of one object or of the many in a list: one where many belong is common. */
function all(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap(item => all(item, name));
  if (!isObject(value) || !Object.hasOwn(value, name)) return [];
  return [value[name]].flat(Number.POSITIVE_INFINITY).filter(found => found !== null);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const unknownCodes: readonly unknown[] = ['CARD_NOT_FOUND', 'CUSTOMER_NOT_FOUND'];

/** A 404 with one of the codes for it. */
function saysUnknown(outcome: Outcome): boolean {
  if (outcome instanceof Error || outcome.status !== 404) return false;
  return all(all(bodyOf(outcome), 'error'), 'code').some(code => unknownCodes.includes(code));
}

/** The rows of a list of customers, `undefined` when the reply is none. */
function rowsOf(outcome: Outcome): unknown[] | undefined {
  if (saysUnknown(outcome)) return [];
  // Bodies in a list are read together, as JSONata does; in one of them a null is nothing, as everywhere.
  const found = [goodBody(outcome)].flat(Number.POSITIVE_INFINITY).filter(isObject);
  const lists = found.flatMap(body => ((body.items ?? null) === null ? [] : [body.items]));
  return lists.length > 0 && lists.every(Array.isArray) ? lists.flat().flatMap(customersIn) : undefined;
}

/** A row that is a list itself is read for the customers in it, as JSONata does: what has no id is passed over. */
function customersIn(row: unknown): unknown[] {
  if (!Array.isArray(row)) return [row];
  return row.flat(Number.POSITIVE_INFINITY).filter(item => all(item, 'id').length > 0);
}

/** A customer who is not blocked and has no card. An empty list of cards is none. */
function isWithoutCard(row: unknown): boolean {
  return all(row, 'id').length > 0 && isOnly(all(row, 'blocked'), false) && all(row, 'card').length === 0;
}

/** Whether all replies to searches for a card say that nobody has one. */
export function saysNobody(heard: readonly Outcome[]): boolean {
  const lists = heard.map(rowsOf);
  return lists.length > 0 && lists.every(rows => rows?.every(isWithoutCard));
}

/** Whether all replies to searches tell of one person, not blocked, who has the card of this number and no other. */
export function saysCard(heard: readonly Outcome[], cardNumber: string): boolean {
  const rows = heard.flatMap(outcome => rowsOf(outcome) ?? [undefined]);
  const cards = rows.map(row => all(all(row, 'card'), 'number'));
  return (
    rows.length > 0 &&
    new Set(rows.flatMap(row => all(row, 'id')).map(String)).size === 1 &&
    rows.every(row => isOnly(all(row, 'blocked'), false)) &&
    cards.every(numbers =>
      isOnly(
        numbers.map(number => isSame(number, cardNumber)),
        true,
      ),
    )
  );
}

/** Numbers are compared as JavaScript reads them, which is not exact: digits are what other tests are about. */
function isSame(number: unknown, text: string): boolean {
  return typeof number === 'number' ? number === Number(text) : number === text;
}

const isOnly = ([first, ...others]: readonly unknown[], value: unknown) =>
  first === value && others.length === 0;

/** Whether all replies of a change say that it is done. */
export function saysDone(heard: readonly Outcome[]): boolean {
  return heard.length > 0 && heard.every(outcome => goodBody(outcome) !== undefined);
}

/** The same of the issuing of a card: done now, or before, when the card is already that of the phone. */
export function saysIssued(heard: readonly Outcome[], phone: string): boolean {
  const [card, last, ...others] = heard;
  if (!card || !last || others.length > 0) return false;
  const body = goodBody(last);
  if (!saysUnknown(card)) return goodBody(card) !== undefined && all(body, 'phone').includes(phone);
  return all(body, 'ok').includes(true) && all(body, 'errors').length === 0;
}
