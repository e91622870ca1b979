import { listAt } from './json.js';
import type { Member } from './members.js';

/** Finds, among the members of a row, those that cards are made of, by their names. */

const isScalar = ({ types }: Member) => types.every(type => ['string', 'integer', 'number'].includes(type));
const last = (words: readonly string[]) => words.at(-1) ?? '';
const NUMBER = /^(number|no|num|code)$/;

/** @param isCard whether the row is a card itself, so that its `number` is the card's */
export function cardNumberIn(members: readonly Member[], isCard: boolean): Member | undefined {
  const scalars = members.filter(isScalar);
  const inCard = ({ way }: Member) =>
    /card$|cards$/i.test(way.at(-2)?.name ?? '') || (isCard && way.length === 1);
  return (
    scalars.find(({ words }) => /card(number|no|num|code)$/.test(words.join(''))) ??
    scalars.find(member => inCard(member) && NUMBER.test(member.words.join(''))) ??
    scalars.find(({ words }) => words.join('') === 'barcode') ??
    scalars.find(({ words }) => /^(loyalty|discount|bonus|client)?card$/.test(words.join('')))
  );
}

export function phoneIn(members: readonly Member[]): Member | undefined {
  return members.find(member => member.way.length === 1 && isScalar(member) && isPhone(member.words));
}

export function isPhone(words: readonly string[]): boolean {
  const name = words.at(-1) === 'number' ? words.slice(0, -1) : words;
  return /^(phone|msisdn|mobile|tel|cellphone|mobilephone|phonenumber|телефон)$/.test(last(name));
}

export function isEmail(words: readonly string[]): boolean {
  return /^(email|mail)$/.test(last(words));
}

export function balanceIn(members: readonly Member[]): Member | undefined {
  const among = members.filter(
    member => isScalar(member) && member.types.length > 0 && member.way.every(step => !step.isList),
  );
  return (
    among.find(({ words }) => words.includes('balance')) ??
    among.find(({ words }) => /^(bonus|bonuses|points|score|scores)$/.test(last(words)))
  );
}

/** What says whether a card is active, with the value that says so. */
export function stateIn(
  members: readonly Member[],
  number: Member | undefined,
): { member: Member; active: string | boolean } | undefined {
  const place = String(number ? above(number.way) : []);
  const beside = members.filter(member => member !== number && String(above(member.way)) === place);
  for (const member of beside) {
    const name = member.words.join('');
    const [type] = member.types;
    if (type === 'boolean' && /^(is)?(active|enabled)$/.test(name)) return { member, active: true };
    if (type === 'boolean' && /^(is)?(blocked|disabled|locked)$/.test(name)) return { member, active: false };
    const active = listAt(member.schema, 'enum').find(each => /^active$/i.test(String(each)));
    if (type === 'string' && typeof active === 'string') return { member, active };
  }
  return undefined;
}

function above(way: Member['way']): string[] {
  return way.slice(0, -1).map(({ name }) => name);
}
