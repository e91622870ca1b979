// @ts-check
// What a gateway holds after a million requests, above what it held when it had just got warm.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startAll } from './contenders.js';
import { credentials, requests } from './scene.js';

/** MiB that may be added. */
const target = 20;

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '1000000' }, warmup: { type: 'string', default: '20000' } },
});
const total = Number(values.requests);
const parts = 10;

/** @param {number} pid */
function residentMiB(pid) {
  const [, kib = 'NaN'] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

const { servers, stop } = await startAll([]);
try {
  const { url, pid } = servers.gateway;
  /** @param {number} amount of requests, findCard and getCard by halves */
  const load = async amount => {
    for (const { path } of Object.values(requests)) {
      const headers = { authorization: credentials };
      const half = Math.max(1, Math.round(amount / 2));
      const { non2xx, errors } = await autocannon({
        url: url + path,
        connections: 40,
        amount: half,
        headers,
      });
      if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no success, ${errors} were none`);
    }
  };
  await load(Number(values.warmup));
  const start = residentMiB(pid);
  console.log(`after ${values.warmup} requests: ${start.toFixed(1)} MiB`);
  let added = 0;
  for (let part = 1; part <= parts; part++) {
    await load(total / parts);
    added = residentMiB(pid) - start;
    const sign = added < 0 ? '-' : '+';
    console.log(`${Math.round((total / parts) * part)} more: ${sign}${Math.abs(added).toFixed(1)} MiB`);
  }
  if (added > target) console.log(`warning: more than ${target} MiB were added`);
} finally {
  await stop();
}
