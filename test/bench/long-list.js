// @ts-check
// A list of 10,000 users on the whole way of a request, from the CRM's reply to the answer, compiled and interpreted,
// and how long it holds up the event loop.

import { join } from 'node:path';

/** @param {string} path Built, as it runs. */
const built = path => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
/** @type {typeof import('../../src/document/document.js')} */
const { Document } = await built('document/document');
/** @type {typeof import('../../src/mapping/load.js')} */
const { loadMapping } = await built('mapping/load');
/** @type {typeof import('../../src/mapping/program.js')} */
const { Program } = await built('mapping/program');
/** @type {typeof import('../../src/engine/run.js')} */
const { run } = await built('engine/run');
/** @type {typeof import('../../src/crm/guard.js')} */
const { Guard } = await built('crm/guard');
/** @type {typeof import('../../src/crm/sessions.js')} */
const { Sessions } = await built('crm/sessions');
/** @type {typeof import('../../src/crm/pause.js')} */
const { replayTime } = await built('crm/pause');
/** @type {typeof import('../../src/loyalty-api/errors.js')} */
const { usualErrors } = await built('loyalty-api/errors');

const users = 10_000;
const rounds = 7;
/** What the interpreter should take at least, and how long the event loop may be held up. */
const targets = { ratio: 5, blocked: 50 };

const items = Array.from({ length: users }, (_, index) => ({
  phone: `+7962${String(480_100 + index).padStart(7, '0')}`,
  tier: index % 3 === 0 ? 'gold' : 'silver',
  discount: index % 20,
}));
const reply = Buffer.from(JSON.stringify({ items, total: users }));
const params = { CRM_URL: 'http://127.0.0.1', CRM_TOKEN: 'bench-token' };
const file = join(import.meta.dirname, '../../mappings/demo-crm.yaml');

async function load() {
  const document = await Document.read(file);
  const mapping = loadMapping(document, { given: params, unset: 'placeholder' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  return mapping;
}

async function loadInterpreted() {
  const { compile } = Program.prototype;
  Program.prototype.compile = () => ({ refusal: 'to be measured' });
  try {
    return await load();
  } finally {
    Program.prototype.compile = compile;
  }
}

const raw = { method: 'GET', path: '/', params: {}, query: '', headers: {} };

/** @param {Awaited<ReturnType<typeof load>>} mapping @param {string} id */
async function answer(mapping, id) {
  const result = await run(mapping, id, raw, {
    wire: {
      exchange: async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: reply }),
    },
    sessions: new Sessions(mapping),
    guard: new Guard(mapping.crm.limits),
    ...replayTime(Date.now),
    ids: () => '1',
    signal: new AbortController().signal,
    observer: () => {},
    errors: usualErrors,
  });
  if (result.status !== 200) throw new Error(JSON.stringify(result));
  return result;
}

/** In milliseconds of the processor, which others on the machine do not lengthen. @param {NodeJS.CpuUsage} start */
function spentSince(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** @param {() => Promise<unknown>} work @returns the time it took, and the longest that nobody else had a turn */
async function look(work) {
  let longest = 0;
  let turn = process.cpuUsage();
  const tick = () => {
    longest = Math.max(longest, spentSince(turn));
    turn = process.cpuUsage();
    next = setImmediate(tick);
  };
  let next = setImmediate(tick);
  const start = process.cpuUsage();
  await work();
  const time = spentSince(start);
  clearImmediate(next);
  return { time, blocked: Math.max(longest, spentSince(turn)) };
}

/** @param {() => Promise<unknown>} work */
async function measure(work) {
  const looks = [];
  for (let round = 0; round < rounds; round++) looks.push(await look(work));
  return {
    time: middle(looks.map(({ time }) => time)),
    blocked: middle(looks.map(({ blocked }) => blocked)),
  };
}

/** @param {number[]} values */
function middle(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const compiled = await load();
const interpreted = await loadInterpreted();
console.log(`a list of ${users} users, from the CRM's reply to the answer`);
for (const id of ['listUsers', 'listUsersExtended']) {
  const quick = await measure(() => answer(compiled, id));
  const slow = await measure(() => answer(interpreted, id));
  const ratio = slow.time / quick.time;
  console.log(
    `${id}: ${quick.time.toFixed(0)} ms compiled, ${slow.time.toFixed(0)} ms interpreted (${ratio.toFixed(1)} times); ` +
      `the event loop held up for ${quick.blocked.toFixed(0)} ms compiled, ${slow.blocked.toFixed(0)} ms interpreted`,
  );
  if (ratio < targets.ratio) console.log(`warning: it should be ${targets.ratio} times`);
  if (quick.blocked > targets.blocked) console.log(`warning: it should be ${targets.blocked} ms at most`);
}
