import { answers, isPromo, rewritten, type Sabotage } from './sabotage.js';

/** What is wrong in the bodies of answers. */
export const bodies: readonly Sabotage[] = [
  {
    name: 'numbers instead of strings',
    breaks: ['scalars-are-strings'],
    change: service => {
      service.bonus = () => ({ total: 300.5, available: '300', bonuses: [] });
    },
  },
  {
    name: 'a boolean and a null in members that the API does not name',
    breaks: ['scalars-are-strings'],
    change: service => {
      const card = service.card.bind(service);
      service.card = number => ({ ...card(number), isVip: true, nickname: null });
    },
  },
  {
    name: 'a card number of 19 digits as a JSON number',
    breaks: ['scalars-are-strings'],
    change: answers(
      rewritten(/\/card\/\d+$/, text => text.replace(/"cardNumber":"(\d+)"/, '"cardNumber":$1')),
    ),
  },
  {
    name: 'everything wrapped in `data`',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => (text === '' ? '' : `{"data":${text}}`))),
  },
  {
    name: 'an object instead of a list',
    breaks: ['contract'],
    change: answers(rewritten(/\/purchases$/, text => `{"purchases":${text}}`)),
  },
  {
    name: 'a list instead of an object',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => (text === '' ? '' : `[${text}]`))),
  },
  {
    name: 'a barcode type that does not exist',
    // issueCard, which is assumed, has one too.
    breaks: ['contract', 'contract?'],
    change: answers(rewritten(/card/, text => text.replace('EAN_13', 'EAN13'))),
  },
  {
    name: 'a required member is missing',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace('"cardState":"active",', ''))),
  },
  {
    name: 'dates in another format',
    breaks: ['contract'],
    change: answers(rewritten(/purchases/, text => text.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$3.$2.$1'))),
  },
  {
    name: 'a day that the calendar does not have',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace('2026-12-31', '2026-11-31'))),
  },
  {
    name: 'a list where promos are is an object: only warned of, for the operation is assumed',
    breaks: ['contract?'],
    change: answers(rewritten(/\/promo$/, () => '{}')),
  },
  {
    name: 'two members of one name',
    breaks: ['duplicate-members'],
    change: answers(
      rewritten(/\/card\/\d+$/, text => text.replace('"cardState"', '"cardState":"inactive","cardState"')),
    ),
  },
  {
    name: 'JSON with a comma too many',
    breaks: ['json'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace(/}$/, ',}'))),
  },
  {
    name: 'a byte order mark',
    breaks: ['json'],
    change: answers(rewritten(/\/purchases$/, text => `\uFEFF${text}`)),
  },
  {
    name: 'bodies packed without being asked for',
    breaks: ['json'],
    change: answers((answer, asked) =>
      isPromo(asked) ? { ...answer, headers: { ...answer.headers, 'Content-Encoding': 'gzip' } } : answer,
    ),
  },
  {
    name: 'Cyrillic in windows-1251',
    breaks: ['utf-8'],
    change: answers(
      rewritten(/\/promo$/, () => Buffer.from('[{"title":"\xd1\xea\xe8\xe4\xea\xe0"}]', 'latin1')),
    ),
  },
  {
    name: 'half a letter',
    breaks: ['utf-8'],
    change: answers(rewritten(/\/promo$/, () => Buffer.from('[{"title":"\xd0"}]', 'latin1'))),
  },
  {
    name: 'UTF-8 read as Latin-1',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => Buffer.from(text).toString('latin1'))),
  },
  {
    name: 'UTF-8 read as windows-1251',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => new TextDecoder('windows-1251').decode(Buffer.from(text)))),
  },
  {
    name: 'letters lost as question marks',
    breaks: ['mojibake'],
    change: service => {
      service.unknownCard = () => service.error('2001', '????? ?? ???????');
    },
  },
  {
    name: 'letters replaced with U+FFFD',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => text.replace('Скидка', 'Ск\uFFFDдка'))),
  },
  {
    name: 'an item of another spelling',
    breaks: ['purchases-text'],
    change: answers(rewritten(/\/purchases$/, text => text.replaceAll('Кофе', 'Kofe'))),
  },
];
