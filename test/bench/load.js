// @ts-check
import autocannon from 'autocannon';
import { byName, names } from './contenders.js';
import { cpuTimeOf } from './cpu.js';
import { credentials, requests } from './scene.js';

/** @import { Child } from './child.js' */
/** @import { Name } from './contenders.js' */
/** @import { RequestName } from './scene.js' */

/**
 * @typedef {{ rounds: number, seconds: number, warmup: number, connections: number }} Effort
 * @typedef {{ perSecond: number, cpu: number, p50: number, p99: number }} Round `cpu` in microseconds for each request
 */

/**
 * Loads the servers in turn, each round in another order, so that what else happens on the machine hits all alike.
 *
 * @param {RequestName} request
 * @param {Record<Name, Child>} servers
 * @param {Record<Name, string>} bodies what each answers
 * @param {Effort} effort
 * @returns {Promise<Record<Name, Round[]>>}
 * @throws {Error} when an answer was not the one expected
 */
export async function loadAll(request, servers, bodies, { rounds, seconds, warmup, connections }) {
  const results = byName(() => /** @type {Round[]} */ ([]));
  /** @param {Name} name @param {number} duration */
  const load = (name, duration) =>
    loadOne(name, servers[name], requests[request].path, bodies[name], duration, connections);
  for (const name of names) await load(name, warmup);
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      results[name].push(await load(name, seconds));
    }
  }
  return results;
}

/**
 * @param {Name} name
 * @param {Child} server
 * @param {string} path
 * @param {string} expectBody
 * @param {number} duration
 * @param {number} connections
 * @returns {Promise<Round>}
 */
async function loadOne(name, server, path, expectBody, duration, connections) {
  const headers = { authorization: credentials };
  const begun = cpuTimeOf(server.pid);
  const result = await autocannon({ url: server.url + path, connections, duration, headers, expectBody });
  const cpu = (cpuTimeOf(server.pid) - begun) / result.requests.total;
  const { non2xx, errors, mismatches } = result;
  if (non2xx + errors + mismatches > 0 || result['2xx'] === 0) {
    const counts = `${result['2xx']} answers 2xx, ${non2xx} others, ${errors} errors, ${mismatches} other bodies`;
    throw new Error(`${name} under load: ${counts}`);
  }
  const { p50, p99 } = result.latency;
  return { perSecond: result.requests.total / result.duration, cpu, p50, p99 };
}
