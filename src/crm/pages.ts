import { type Scope, withVariable } from '../mapping/expression.js';
import type { CallStep, Crm, Pages } from '../mapping/mapping.js';
import type { Exchange } from './attempt.js';
import type { CallPorts } from './exchange.js';
import { badReply, judgedExchange, nothingThere, type Outcome, overReply } from './once.js';

/** A list that expressions can still work with; see the guard rails of the mapping's expressions. */
const MOST_ROWS = 100_000;

/**
 * Makes a call page by page.
 *
 * @returns the rows of all pages as one list; absent when the first page is missing
 * @throws Failure
 */
export async function callPages(
  step: CallStep,
  pages: Pages,
  crm: Crm,
  scope: Scope,
  ports: CallPorts,
): Promise<Outcome> {
  const rows: unknown[] = [];
  const seen = new Set<unknown>();
  let page = await pages.first?.render(scope);
  let url: string | undefined;
  for (let count = 1; ; count++) {
    const inPage = withVariable(scope, 'page', page);
    const { exchange, judged } = await judgedExchange(step, crm, inPage, ports, url);
    if (!judged) {
      if (count === 1) return nothingThere(step, exchange.judged);
      // Only a mapping that says what is missing can mean the end by it: a 404 may be anything.
      if (!step.judging.missing) throw badReply(step.place, `page ${count} is missing`);
      return { value: rows, judged: exchange.judged };
    }
    append(rows, await rowsOf(pages, judged), step);
    seen.add(pages.next.kind === 'link' ? exchange.call.url : JSON.stringify(page));
    const next = await overReply(pages.next.expression, pages.next.kind, judged);
    if (next === undefined || next === null) return { value: rows, judged };

    if (count === pages.max) throw badReply(step.place, `there are more than ${pages.max} pages`);
    if (pages.next.kind === 'link') url = urlOfLink(next, exchange, crm, step);
    else page = next;
    if (seen.has(url ?? JSON.stringify(page)))
      throw badReply(step.place, 'the next page is one that was there before');
  }
}

async function rowsOf({ rows }: Pages, judged: Scope): Promise<unknown[]> {
  const value = await overReply(rows, 'rows', judged);
  if (Array.isArray(value)) return value;
  throw badReply(rows.source.placeAt(0), 'rows gave no list, although the reply was a success');
}

function append(rows: unknown[], more: readonly unknown[], { place }: CallStep): void {
  if (rows.length + more.length > MOST_ROWS)
    throw badReply(place, `the pages have more than ${MOST_ROWS} rows`);
  for (const row of more) rows.push(row);
}

/**
 * The address of the next page, as if it stood below `crm.baseUrl`. It comes from outside, and the CRM's credentials
 * go with the call: so it leads to where the last page came from, or nowhere.
 */
function urlOfLink(link: unknown, { call, baseUrl }: Exchange, crm: Crm, { place }: CallStep): string {
  const base = new URL(`${baseUrl}/`).href;
  const from = base + call.url.slice(crm.baseUrl.length + 1);
  const target = typeof link === 'string' && URL.canParse(link, from) ? new URL(link, from) : undefined;
  if (target && target.username === '' && target.password === '') {
    target.hash = '';
    if (target.href.startsWith(base)) return `${crm.baseUrl}/${target.href.slice(base.length)}`;
  }
  throw badReply(place, 'the link to the next page leads elsewhere than below baseUrl');
}
