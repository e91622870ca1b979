// @ts-check
import { Client } from 'undici';
import { credentials, crmPath, crmToken, requests } from './scene.js';

/**
 * What goes on top of a call to the CRM: requests one after the other on one connection each, to the CRM and to the
 * servers by turns, so that what else happens on the machine hits all alike.
 *
 * @param {string} crm its address
 * @param {Record<string, string>} urls of the servers
 * @param {number} count of requests to each
 * @returns {Promise<Record<string, { p50: number, p99: number }>>} milliseconds, also those of `crm`
 */
export async function latencies(crm, urls, count) {
  const { path } = requests.findCard;
  const targets = [
    targetOf('crm', crm, crmPath, `Bearer ${crmToken}`),
    ...Object.entries(urls).map(([name, url]) => targetOf(name, url, path, credentials)),
  ];
  for (let turn = -count / 5; turn < count; turn++) {
    for (const target of targets) {
      const took = await target.ask();
      if (turn >= 0) target.times.push(took);
    }
  }
  for (const { client } of targets) await client.close();
  return Object.fromEntries(
    targets.map(({ name, times }) => {
      const sorted = times.toSorted((a, b) => a - b);
      /** @param {number} share */
      const at = share => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
      return [name, { p50: at(0.5), p99: at(0.99) }];
    }),
  );
}

/**
 * @param {string} name
 * @param {string} url
 * @param {string} path
 * @param {string} authorization
 */
function targetOf(name, url, path, authorization) {
  const client = new Client(url);
  /** @type {number[]} */
  const times = [];
  const ask = async () => {
    const begun = performance.now();
    const { statusCode, body } = await client.request({ path, method: 'GET', headers: { authorization } });
    await body.text();
    if (statusCode !== 200) throw new Error(`${name} answered ${statusCode}`);
    return performance.now() - begun;
  };
  return { name, client, times, ask };
}
