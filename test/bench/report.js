// @ts-check
import { names } from './contenders.js';

/** @import { Name } from './contenders.js' */
/** @import { Effort, Round } from './load.js' */

/** What the gateway is worth having for; below it a warning is printed. */
const target = 1.5;

/**
 * @typedef {{ perSecond: number[], median: number, p50: number, p99: number }} Summary
 * @typedef {{ effort: Effort, servers: Record<Name, Summary>, ratios: Record<string, number> }} Report
 */

/**
 * @param {Effort} effort
 * @param {Record<Name, Round[]>} results
 * @returns {Report}
 */
export function reportOf(effort, results) {
  const servers = {
    gateway: summaryOf(results.gateway),
    naive: summaryOf(results.naive),
    bare: summaryOf(results.bare),
  };
  /** @param {Name} one @param {Name} other */
  const ratio = (one, other) => Number((servers[one].median / servers[other].median).toFixed(2));
  const ratios = {
    'gateway/naive': ratio('gateway', 'naive'),
    'gateway/bare': ratio('gateway', 'bare'),
    'naive/bare': ratio('naive', 'bare'),
  };
  return { effort, servers, ratios };
}

/**
 * @param {Round[]} rounds
 * @returns {Summary}
 */
function summaryOf(rounds) {
  return {
    perSecond: rounds.map(round => Math.round(round.perSecond)),
    median: Math.round(median(rounds.map(round => round.perSecond))),
    p50: median(rounds.map(round => round.p50)),
    p99: median(rounds.map(round => round.p99)),
  };
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below = 0, above = 0] = sorted.slice(middle - 1 + (sorted.length % 2));
  return sorted.length % 2 === 1 ? below : (below + above) / 2;
}

/**
 * @param {Report} report
 * @returns {string}
 */
export function tableOf({ effort, servers, ratios }) {
  const { rounds, seconds, connections } = effort;
  const titles = servers.gateway.perSecond.map((_, index) => `round ${index + 1}`);
  const rows = names.map(name => {
    const { perSecond, median, p50, p99 } = servers[name];
    return [name, ...perSecond, median, `${p50} ms`, `${p99} ms`].map(String);
  });
  const lines = [
    `findCard: ${rounds} rounds of ${seconds} s, ${connections} connections; requests per second, latency in the median round`,
    'Load generator, CRM stub and the server under test share the cores of this machine; the gateway logs at info into a pipe.',
    '',
    ...aligned([['', ...titles, 'median', 'p50', 'p99'], ...rows]),
    '',
    ...Object.entries(ratios).map(([pair, ratio]) => `${pair.padEnd(14)} ${ratio.toFixed(2)}`),
  ];
  const reached = ratios['gateway/naive'] ?? 0;
  if (reached < target) lines.push('', `warning: gateway/naive is below the target of ${target}`);
  return `${lines.join('\n')}\n`;
}

/** @param {string[][]} rows */
function aligned(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}
