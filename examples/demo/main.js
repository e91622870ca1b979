// @ts-check
// `npm run demo`: a CRM and a gateway in front of it, each a process of its own, until Ctrl-C. With `--cards` the gateway
// gives out the card numbers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { curlCommands } from './commands.js';
import { startProcess } from './process.js';

const CRM = fileURLToPath(new URL('../demo-crm/main.js', import.meta.url));
const GATEWAY = fileURLToPath(new URL('../../bin/loyalty-gw.js', import.meta.url));
const WITH_CARDS = process.argv.includes('--cards');
const CONFIG_NAME = WITH_CARDS ? './loyalty-gw-cards.yaml' : './loyalty-gw.yaml';
const CONFIG = fileURLToPath(new URL(CONFIG_NAME, import.meta.url));
/** The first number that nobody has when both have just been started. */
const FREE = WITH_CARDS ? '2900000000018' : '4700000000000080001';

const login = 'koshelek';
const password = 'koshelek-demo';
// The demo CRM forgets everything when it ends, so the numbers that it was given must be forgotten too.
const store = WITH_CARDS ? mkdtempSync(join(tmpdir(), 'loyalty-gw-demo-')) : undefined;
if (store) process.on('exit', () => rmSync(store, { recursive: true, force: true }));
// What stands in the environment for a real gateway is neither used nor shown here.
const env = {
  ...process.env,
  CRM_HOST: '127.0.0.1',
  CRM_TOKEN: 'demo-crm-token',
  KOSHELEK_PASSWORD: password,
  ...(store && { CARDS_KEY: 'the key of the demo', CARDS_DATABASE: join(store, 'cards.db') }),
};

/** Ends all that was started, the gateway before the CRM that it may be asking. @type {(() => Promise<boolean>)[]} */
const stops = [];
let stopping = false;
const register = (/** @type {() => Promise<boolean>} */ stop) => {
  stops.unshift(stop);
  if (stopping) stop();
};

/** Runs until one of the two ends by itself. @returns {Promise<string>} what went wrong */
async function demo() {
  const crm = await startProcess('the demo CRM', [CRM], env, /^demo CRM listening on \S+:(\d+)$/, register);
  const serve = [GATEWAY, 'serve', '--config', CONFIG];
  const [, CRM_PORT] = crm.found;
  const listening = /^.*"url":"([^"]+)","admin":"([^"]+)".*"msg":"listening".*$/;
  const gateway = await startProcess('the gateway', serve, { ...env, CRM_PORT }, listening, register);

  const [line, url = '', admin = ''] = gateway.found;
  console.log(welcome(url, admin, Number(CRM_PORT)));
  console.log(line);
  gateway.lines.on('line', text => console.log(text));
  return Promise.race([crm.ended, gateway.ended]);
}

/**
 * @param {string} url
 * @param {string} admin
 * @param {number} crmPort
 */
function welcome(url, admin, crmPort) {
  return `
The gateway listens on ${url}, the demo CRM behind it on http://127.0.0.1:${crmPort}.
What it exposes is described on ${admin}/openapi, a page for your browser.
Koshelek's login is ${login}, its password ${password}. Ctrl-C stops both.
Paste these into another terminal; each prints the answer and its status:

${curlCommands({ url, login, password }, FREE).join('\n\n')}

The gateway's log:`;
}

const asked = new Promise(resolve => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(undefined));
  // Whoever read the output, as in `npm run demo | head`, has gone.
  process.stdout.on('error', () => resolve(undefined));
});

const problem = await Promise.race([asked, demo().catch(error => error.message)]);
if (problem !== undefined) console.error(hinted(problem));
stopping = true;
let clean = problem === undefined;
for (const stop of stops) clean = (await stop()) && clean;
process.exitCode = clean ? 0 : 1;

/**
 * The gateway cannot know that its port comes from a variable.
 *
 * @param {string} message
 */
function hinted(message) {
  return message.replace(/^(loyalty-gw: port .* in use); .*$/, '$1; choose another with PORT');
}
