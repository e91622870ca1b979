// @ts-check
import { byName, names } from './contenders.js';

/** @import { Name } from './contenders.js' */
/** @import { Effort, Round } from './load.js' */
/** @import { RequestName } from './scene.js' */

/** What the gateway is worth having for; below it a warning is printed. */
const targets = { 'gateway/naive': 3, 'gateway/bare': 0.85 };

/** Milliseconds that the gateway may add to a call to the CRM, on a machine with nothing else to do. */
const addedTarget = 0.5;

/**
 * @typedef {{ perSecond: number[], median: number, cpu: number, p50: number, p99: number }} Summary
 * @typedef {{ request: RequestName, servers: Record<Name, Summary>, ratios: Record<string, number> }} Report
 */

/**
 * @param {RequestName} request
 * @param {Record<Name, Round[]>} results
 * @returns {Report}
 */
export function reportOf(request, results) {
  const servers = byName(name => summaryOf(results[name]));
  /** @param {Name} one @param {Name} other */
  const ratio = (one, other) => Number((servers[one].median / servers[other].median).toFixed(2));
  const ratios = {
    'gateway/naive': ratio('gateway', 'naive'),
    'gateway/bare': ratio('gateway', 'bare'),
    'gateway/packages': ratio('gateway', 'packages'),
    'packages/bare': ratio('packages', 'bare'),
    'naive/bare': ratio('naive', 'bare'),
  };
  return { request, servers, ratios };
}

/**
 * @param {Round[]} rounds
 * @returns {Summary}
 */
function summaryOf(rounds) {
  return {
    perSecond: rounds.map(round => Math.round(round.perSecond)),
    median: Math.round(median(rounds.map(round => round.perSecond))),
    cpu: Math.round(median(rounds.map(round => round.cpu))),
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

/** @param {Effort} effort */
export function headOf({ rounds, seconds, connections }) {
  return [
    `${rounds} rounds of ${seconds} s, ${connections} connections; requests per second, and of the median round CPU time and latency`,
    'Load generator, CRM stub and the server under test share the cores of this machine; the gateway logs at info into a pipe.',
    '',
    '',
  ].join('\n');
}

/**
 * @param {Report} report
 * @returns {string}
 */
export function tableOf({ request, servers, ratios }) {
  const titles = servers.gateway.perSecond.map((_, index) => `round ${index + 1}`);
  const rows = names.map(name => {
    const { perSecond, median, cpu, p50, p99 } = servers[name];
    return [name, ...perSecond, median, `${cpu} µs`, `${p50} ms`, `${p99} ms`].map(String);
  });
  const lines = [
    ...aligned([[request, ...titles, 'median', 'CPU', 'p50', 'p99'], ...rows]),
    '',
    ...Object.entries(ratios).map(([pair, ratio]) => `${pair.padEnd(16)} ${ratio.toFixed(2)}`),
    ...Object.entries(targets)
      .filter(([pair, target]) => (ratios[pair] ?? 0) < target)
      .map(([pair, target]) => `warning: ${pair} is below the target of ${target}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

/**
 * @param {Record<string, { p50: number, p99: number }>} latencies
 * @returns {string}
 */
export function latencyTableOf(latencies) {
  const direct = latencies.crm?.p50 ?? Number.NaN;
  const rows = Object.entries(latencies).map(([name, { p50, p99 }]) => [
    name,
    `${p50.toFixed(2)} ms`,
    `${p99.toFixed(2)} ms`,
    name === 'crm' ? '' : `${(p50 - direct).toFixed(2)} ms`,
  ]);
  const lines = aligned([['findCard, 1 connection', 'p50', 'p99', 'added to p50'], ...rows]);
  const added = (latencies.gateway?.p50 ?? Number.NaN) - direct;
  if (added > addedTarget) lines.push(`warning: the gateway adds more than ${addedTarget} ms`);
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
