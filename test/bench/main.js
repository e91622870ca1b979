// @ts-check
// How fast the gateway is, next to a naive handler and two by hand, before the same CRM stub in the same run.
import { parseArgs } from 'node:util';
import { byName, names, startAll } from './contenders.js';
import { latencies } from './latency.js';
import { loadAll } from './load.js';
import { headOf, latencyTableOf, reportOf, tableOf } from './report.js';
import { checkAnswer } from './same-answers.js';
import { requestNames } from './scene.js';

const help = `npm run bench -- [options]

  --quick            about twenty seconds, for a first look
  --rounds <n>       rounds for each server (3)
  --seconds <n>      length of a round (5)
  --warmup <n>       seconds before the first round, for each server (3)
  --connections <n>  connections at the same time (40)
  --json             the numbers for a program
  --profile <dir>    write a CPU profile of the gateway there

It exits with 1 when the servers do not give the same answers.
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    warmup: { type: 'string' },
    connections: { type: 'string' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

// The servers are killed when this process exits, which a signal alone would not let it do.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

if (values.help) process.stdout.write(help);
else await main();

async function main() {
  const usual = values.quick ? { rounds: 1, seconds: 2, warmup: 1 } : { rounds: 3, seconds: 5, warmup: 3 };
  const effort = {
    rounds: Number(values.rounds ?? usual.rounds),
    seconds: Number(values.seconds ?? usual.seconds),
    warmup: Number(values.warmup ?? usual.warmup),
    connections: Number(values.connections ?? 40),
  };
  const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const { crm, servers, stop } = await startAll(nodeOptions);
  /** @param {string} text */
  const print = text => {
    if (!values.json) process.stdout.write(text);
  };
  try {
    print(headOf(effort));
    const reports = [];
    for (const request of requestNames) {
      const bodies = byName(() => '');
      for (const name of names) bodies[name] = await checkAnswer(request, name, servers[name].url);
      const report = reportOf(request, await loadAll(request, servers, bodies, effort));
      reports.push(report);
      print(tableOf(report));
    }
    const urls = Object.fromEntries(names.map(name => [name, servers[name].url]));
    const latency = await latencies(crm, urls, values.quick ? 1_000 : 5_000);
    print(latencyTableOf(latency));
    if (values.json) process.stdout.write(`${JSON.stringify({ effort, reports, latency })}\n`);
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
}
