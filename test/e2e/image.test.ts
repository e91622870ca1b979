/** @module-tag slow */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Copy, DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { expect, it, onTestFinished } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { sample } from '../deploy/samples.js';
import { basic, call, temporaryFolder } from './gateway.js';
import { has } from './has.js';
import { start } from './processes.js';

const text = sample('Dockerfile');
const instructions = DockerfileParser.parse(text).getInstructions();
const lastFrom = instructions.findLastIndex(each => each.getKeyword() === 'FROM');
/** Those of the image itself, without the stages that only build. */
const own = instructions.slice(lastFrom);
const argumentsOf = (keyword: string) =>
  own.filter(each => each.getKeyword() === keyword).map(each => each.getArgumentsContent() ?? '');

it('is a sound Dockerfile, of one maintained Node, which runs as nobody in particular', () => {
  expect(validate(text)).toEqual([]);
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(new Set(bases)).toEqual(new Set(['node:24-trixie-slim']));
  expect(argumentsOf('USER')).toEqual(['1000:1000']);
  // Nothing runs in the image itself, and no command needs a shell.
  expect(argumentsOf('RUN')).toEqual([]);
  for (const keyword of ['ENTRYPOINT', 'CMD']) {
    expect(JSON.parse(argumentsOf(keyword)[0] ?? '')).toEqual(expect.any(Array));
  }
  expect(argumentsOf('HEALTHCHECK')).toEqual([
    expect.stringMatching(/CMD \["node", "\/app\/healthcheck\.js"\]$/),
  ]);
  expect(text).toContain('RUN npm ci --omit=dev\n');
});

it('lets nothing into the build but what it copies', () => {
  const ignore = sample('Dockerfile.dockerignore').trim().split('\n').slice(1);
  expect(ignore[0]).toBe('*');
  const allowed = ignore.slice(1).map(line => line.replace(/^!/, ''));
  const copied = instructions
    .filter(each => each.getKeyword() === 'COPY')
    .map(each => each as Copy)
    .filter(copy => copy.getFromFlag() === null)
    .flatMap(sourcesOf);
  expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
  for (const path of allowed) expect(existsSync(path), path).toBe(true);
});

it('holds all that the gateway needs to serve, check and test, and is never written to', {
  timeout: 240_000,
}, async () => {
  const image = temporaryFolder(onTestFinished);
  for (const copy of own.filter(each => each.getKeyword() === 'COPY')) carryOut(copy as Copy, image);
  const crm = await startDemoCrm({});
  onTestFinished(() => crm.close());
  const etc = temporaryFolder(onTestFinished);
  writeFileSync(
    join(etc, 'loyalty-gw.yaml'),
    `listen: { port: 0 }
admin: { port: 0 }
users: [{ login: koshelek, password: invented }]
mapping: ${image}/app/mappings/demo-crm.yaml
params: { CRM_URL: "${crm.url}", CRM_TOKEN: demo-crm-token }
`,
  );
  const inside = (argv: readonly string[]) => asNobody(image, etc, argv);
  const [node, entry] = JSON.parse(argumentsOf('ENTRYPOINT')[0] ?? '[]');
  const [serve, option, config] = JSON.parse(argumentsOf('CMD')[0] ?? '[]');
  expect([node, serve, option, config]).toEqual([
    'node',
    'serve',
    '--config',
    '/etc/loyalty-gw/loyalty-gw.yaml',
  ]);
  const bin = join(image, entry);
  const run = async (...argv: string[]) => {
    const process = inside([bin, ...argv]);
    return { code: await process.ended, out: process.stdout() + process.stderr() };
  };
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await run('--version')).toEqual({ code: 0, out: `${version}\n` });
  expect(await run('check', '--config', join(etc, 'loyalty-gw.yaml'))).toMatchObject({ code: 0 });

  const gateway = inside([bin, serve, option, join(etc, basename(config))]);
  const [, url, adminPort = ''] = await gateway.line(
    /"url":"([^"]+)","admin":"[^"]+:(\d+)".*"msg":"listening"/,
  );
  const authorization = basic('koshelek', 'invented');
  const answer = await call('GET', `${url}/v1/card?msisdn=79620480100`, { authorization });
  expect(answer).toMatchObject({ status: 200, json: { card: { cardNumber: '4700000000000072783' } } });

  const health = () => {
    const check = start(process.execPath, [join(image, 'app/healthcheck.js')], {
      env: { ADMIN_PORT: adminPort },
    });
    return check.ended.then(code => [code, check.stdout()]);
  };
  expect(await health()).toEqual([0, expect.stringContaining('"status":"ready"')]);
  expect(await gateway.stop()).toBe(0);
  expect(await health()).toEqual([1, `nobody answers at http://127.0.0.1:${adminPort}/readyz\n`]);
});

function sourcesOf(copy: Copy): string[] {
  return copy
    .getArguments()
    .slice(0, -1)
    .map(argument => argument.getValue());
}

/** What an instruction copies, in a folder that stands for the root of the image. */
function carryOut(copy: Copy, image: string): void {
  const from = copy.getFromFlag()?.getValue() ?? undefined;
  const to = copy.getArguments().at(-1)?.getValue() ?? '';
  for (const source of sourcesOf(copy)) {
    // What the stages before have built is what this checkout holds; its libraries for tests do not matter here.
    const path = from === undefined ? source : source.replace('/app/', '');
    const isFile = statSync(path).isFile();
    const target = join(image, 'app', to, isFile ? basename(path) : '');
    mkdirSync(dirname(target), { recursive: true });
    if (path === 'node_modules') symlinkSync(resolve(path), target);
    else cpSync(path, target, { recursive: true });
  }
}

/** Runs Node as a user who may write nowhere, where that can be had: as root, with setpriv. */
function asNobody(image: string, etc: string, argv: readonly string[]) {
  const isRoot =
    process.getuid?.() === 0 && has('setpriv', 'the image is tried with the rights of the tests');
  // Made for their owner alone.
  if (isRoot) for (const folder of [image, etc]) chmodSync(folder, 0o755);
  const drop = [
    'setpriv',
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    '--inh-caps=-all',
    process.execPath,
  ];
  const [command = '', ...before] = isRoot ? drop : [process.execPath];
  const running = start(command, [...before, ...argv], { cwd: '/', env: { NO_COLOR: '1' } });
  onTestFinished(async () => void (await running.stop()));
  return running;
}
