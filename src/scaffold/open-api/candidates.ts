import { type OperationId, operationIds } from '../../loyalty-api/operations.js';
import { oneLine } from '../yaml-text.js';
import type { OfferedCall } from './calls.js';
import { wordsOf } from './words.js';

/** What the words of a call have to be for an operation, in English and in Russian. */
interface Likeness {
  readonly reads: boolean;
  readonly words: RegExp;
}

const PEOPLE =
  /^(customer|client|contact|member|user|guest|buyer|cardholder|profile|клиент|покупател|участник)/;
const CARDS = /^(card|loyalty|карт|лояльн)/;

const likenesses: Readonly<Record<OperationId, Likeness>> = {
  findCard: {
    reads: true,
    words: new RegExp(`${PEOPLE.source}|${CARDS.source}|^(search|find|lookup|поиск)`),
  },
  getCard: { reads: true, words: new RegExp(`${CARDS.source}|^(balance|bonus|point|баланс|бонус|балл)`) },
  updateCardholder: { reads: false, words: PEOPLE },
  updateCommunication: {
    reads: false,
    words: /^(consent|subscri|unsubscri|communicat|mailing|newsletter|согласи|рассылк)/,
  },
  listPurchases: {
    reads: true,
    words: /^(purchase|order|receipt|transaction|sale|cheque|history|покупк|заказ|чек)/,
  },
  listPromos: { reads: true, words: /^(promo|offer|coupon|discount|campaign|акци|скидк|купон)/ },
  reserveCard: { reads: false, words: CARDS },
  issueReservedCard: { reads: false, words: new RegExp(`${CARDS.source}|^(activat|issue|bind|register)`) },
  sendReceiptQr: { reads: false, words: /^(receipt|cheque|qr|чек)/ },
  issueCard: { reads: false, words: new RegExp(`${CARDS.source}|^(issue|register|enrol)`) },
  listUsers: { reads: true, words: /^(segment|group|сегмент|групп)/ },
  listUsersExtended: { reads: true, words: /^(segment|group|сегмент|групп)/ },
};

const MOST_CANDIDATES = 5;
const MOST_GROUPS = 20;

/** Calls that an operation may be made of, the likeliest first, each as a line of a comment. */
export function candidatesFor(id: OperationId, calls: readonly OfferedCall[]): readonly OfferedCall[] {
  const { reads, words } = likenesses[id];
  const scored = calls
    .filter(call => (call.method === 'get' || isSearch(call)) === reads)
    .map(call => ({ call, score: scoreOf(call, words) }))
    .filter(({ score }) => score > 0);
  return scored
    .sort((one, other) => other.score - one.score || one.call.path.length - other.call.path.length)
    .slice(0, MOST_CANDIDATES)
    .map(({ call }) => call);
}

/** Many CRMs want a POST for what is a search. */
function isSearch({ method, path, id }: OfferedCall): boolean {
  return (
    method === 'post' &&
    wordsOf(`${path} ${id}`).some(word => /^(search|find|filter|query|lookup|list)/.test(word))
  );
}

/** A path says more of a call than what is written about it. */
function scoreOf({ path, id, tags, summary }: OfferedCall, pattern: RegExp): number {
  const has = (text: string) => wordsOf(text).some(word => pattern.test(word));
  return (has(path) ? 4 : 0) + (has(id) ? 2 : 0) + (has(tags.join(' ')) || has(summary) ? 1 : 0);
}

export function candidateLines(calls: readonly OfferedCall[], indent = '  '): string[] {
  if (calls.length === 0) return [];
  return [`${indent}# In the file:`, ...calls.map(call => `${indent}#   ${lineOf(call)}`)];
}

function lineOf({ method, path, summary, parameters }: OfferedCall): string {
  const names = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name);
  const query =
    names.length > 0 ? ` (${oneLine(names.slice(0, 6).join(', '), 60)}${names.length > 6 ? ', …' : ''})` : '';
  const about = summary === '' ? '' : `  ${oneLine(summary, 60)}`;
  return `${method.toUpperCase()} ${oneLine(path)}${query}${about}`;
}

/** The calls that stand at no operation, counted by what their paths begin with: nobody reads a list of 300. */
export function restLines(calls: readonly OfferedCall[]): string[] {
  const named = new Set(operationIds.flatMap(id => candidatesFor(id, calls)));
  const groups = new Map<string, number>();
  for (const call of calls.filter(each => !named.has(each))) {
    const group = groupOf(call);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const sorted = [...groups].sort(([, one], [, other]) => other - one);
  if (sorted.length === 0) return [];
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  return [
    `# Not named above: ${total} of the ${calls.length} calls of the file.`,
    ...sorted.slice(0, MOST_GROUPS).map(([group, count]) => `#   ${group}: ${count}`),
    ...(sorted.length > MOST_GROUPS ? [`#   … and ${sorted.length - MOST_GROUPS} more kinds`] : []),
  ];
}

/** The first part of the path that is a word; `v2` and `api` are on all of them. */
function groupOf({ path, tags }: OfferedCall): string {
  const part = path
    .split('/')
    .find(each => each !== '' && !each.startsWith('{') && !/^(api|rest|v?[\d.]+)$/i.test(each));
  return oneLine(tags[0] ?? part ?? '/', 40) || '/';
}
