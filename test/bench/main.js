// @ts-check
// How fast the gateway is, next to a naive handler and one by hand, before the same CRM stub in the same run.
import { parseArgs } from 'node:util';
import { names, startAll } from './contenders.js';
import { loadAll } from './load.js';
import { reportOf, tableOf } from './report.js';
import { checkAnswers } from './same-answers.js';

const help = `npm run bench -- [options]

  --quick            about ten seconds, for a first look
  --rounds <n>       rounds for each server (3)
  --seconds <n>      length of a round (5)
  --warmup <n>       seconds before the first round, for each server (3)
  --connections <n>  connections at the same time (50)
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
    connections: Number(values.connections ?? 50),
  };
  const { urls, stop } = await startAll(
    values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
  );
  try {
    const bodies = { gateway: '', naive: '', bare: '' };
    for (const name of names) bodies[name] = await checkAnswers(name, urls[name]);
    const report = reportOf(effort, await loadAll(urls, bodies, effort));
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : tableOf(report));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
}
