import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Guard } from '../../crm/guard.js';
import type { HttpWire } from '../../crm/http-wire.js';
import { pause, replayTime } from '../../crm/pause.js';
import { Sessions } from '../../crm/sessions.js';
import { TokenFileError } from '../../crm/token-file.js';
import { suggestion } from '../../document/shape.js';
import { run } from '../../engine/run.js';
import { isInRevision, isOperationId, type Operation, operationIds } from '../../loyalty-api/operations.js';
import type { RawRequest } from '../../loyalty-api/read-request.js';
import type { MappedOperation, Mapping } from '../../mapping/mapping.js';
import { LOGIN } from '../../mapping/names.js';
import { stagesOf } from '../../mapping/plan.js';
import { rawRequest } from '../../testing/raw-request.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { readable, UsageError } from '../usage.js';
import { Explainer } from './explainer.js';
import { type DryRunMapping, dryRunMapping } from './mapping.js';
import { RecordedReplies } from './replies.js';
import { Story } from './story.js';
import { formatStory, storyAsJson } from './story-report.js';

interface Options {
  readonly mapping?: string;
  readonly config?: string;
  readonly query: Record<string, string>;
  readonly param: Record<string, string>;
  readonly set: Record<string, string>;
  readonly body?: string;
  readonly crm: Record<string, string[]>;
  readonly live?: boolean;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function addDryRun(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('dry-run')
    .description('run one operation of a mapping, without a network, and tell the story')
    .argument('<operation>', `one of ${operationIds.join(', ')}, or one of the mapping's own`)
    .option('-m, --mapping <file>', 'the mapping')
    .option('-c, --config <file>', 'a config, with the mapping and the params that it names')
    .option('-q, --query <name=value>', 'a query parameter of the request; repeat for more', pair)
    .option('-p, --param <name=value>', 'a path parameter of the request, such as cardNumber', pair)
    .option('-b, --body <json>', 'the body of the request: JSON, @file, or - for stdin')
    .option('--crm <step=reply>', 'what the CRM answers to a step; see below', replies)
    .option('-s, --set <NAME=value>', 'a param of the mapping', pair)
    .option('--live', 'send the calls to the CRM for real: writes do write')
    .option('--explain', 'show each expression with what it read and what it gave')
    .option('--json', 'print the story as one JSON document')
    .addHelpText('after', help)
    .action(async (operation: string, given: Partial<Options>) => {
      // Not commander's defaults: its help would show `(default: {})`.
      exit(await dryRun(operation, { query: {}, param: {}, set: {}, crm: {}, ...given }, io));
    });
}

async function dryRun(name: string, options: Options, io: Io): Promise<ExitCode> {
  if (options.live && Object.keys(options.crm).length > 0) {
    throw new UsageError('--live asks the CRM itself: leave out --crm, or --live');
  }
  const explainer = options.explain ? new Explainer() : undefined;
  const prepared = await dryRunMapping({ ...options, watch: explainer?.watch }, io);
  if ('findings' in prepared) return prepared.exit;
  const mapped = operationOf(prepared, name);
  checkSteps(mapped, Object.keys(options.crm), prepared.mapping.crm.auth.kind === 'session');

  const recorded = await RecordedReplies.read(options.crm, io);
  const sent = await request(mapped.operation, options, io);
  const sessions = options.live ? await liveSessions(prepared.mapping) : new Sessions(prepared.mapping);
  const story = new Story(prepared, mapped, sent, options.live === true, recorded, explainer);
  const http = options.live ? await httpWire(prepared.mapping) : undefined;
  let ids = 0;
  try {
    const answer = await run(prepared.mapping, name, sent, {
      wire: http ?? recorded.wire,
      sessions,
      guard: new Guard(prepared.mapping.crm.limits),
      ...(http ? { clock: Date.now, pause } : replayTime(Date.now)),
      ids: () => String(++ids),
      signal: new AbortController().signal,
      errors: prepared.errors,
      observer: event => {
        recorded.observe(event);
        story.observe(event);
      },
    });
    const told = story.told(answer);
    io.stdout.write(options.json ? storyAsJson(told) : formatStory(told, io));
    return told.isGood ? ExitCode.done : ExitCode.failed;
  } finally {
    await http?.close();
  }
}

/** Loaded here, for its HTTP client is a quarter of the time that any command takes to start. */
async function httpWire({ crm }: Mapping): Promise<HttpWire> {
  const { HttpWire } = await import('../../crm/http-wire.js');
  return new HttpWire(crm);
}

/** A refresh token that is used for real is used up: the next one goes where `serve` will look for it. */
async function liveSessions(mapping: Mapping): Promise<Sessions> {
  try {
    return await Sessions.open(mapping, new AbortController().signal);
  } catch (error) {
    throw error instanceof TokenFileError ? new UsageError(error.message) : error;
  }
}

function operationOf({ mapping, api }: DryRunMapping, name: string): MappedOperation {
  const mapped = mapping.operations.get(name);
  if (mapped && isInRevision(mapped.operation, api)) return mapped;
  if (mapped) throw new UsageError(`${name} is not served with revision ${api}, which it came after`);
  if (isOperationId(name)) throw new UsageError(`the mapping ${mapping.name} has no operation ${name}`);
  const known = [...new Set([...operationIds, ...mapping.operations.keys()])];
  const help = suggestion(name, known, `known: ${known.join(', ')}`);
  throw new UsageError(`there is no operation "${name}"; ${help}`);
}

/** A misspelt step would otherwise be told only by a reply that is missing. */
function checkSteps(mapped: MappedOperation, named: readonly string[], logsIn: boolean): void {
  const { id } = mapped.operation;
  const steps = stagesOf(mapped).flatMap(stage => stage.map(({ step }) => step));
  const calls = steps.filter(({ kind }) => kind === 'call').map(({ name }) => name);
  const known = [...(logsIn ? [LOGIN] : []), ...calls];
  for (const name of named) {
    if (known.includes(name)) continue;
    const help = suggestion(name, known, `its calls: ${known.join(', ')}`);
    throw new UsageError(`--crm: ${id} makes no call "${name}"; ${help}`);
  }
}

async function request(operation: Operation, options: Options, io: Io): Promise<RawRequest> {
  const { id } = operation;
  const expected = Object.keys(operation.request.params);
  for (const name of expected) {
    if (options.param[name] === undefined) throw new UsageError(`${id} needs --param ${name}=…`);
  }
  for (const name of Object.keys(options.param)) {
    if (!expected.includes(name))
      throw new UsageError(`--param: the path of ${id} has no parameter "${name}"`);
  }
  const text = options.body === undefined ? undefined : await bodyText(options.body, io);
  return rawRequest(operation, { params: options.param, query: options.query, headers: {}, text });
}

async function bodyText(given: string, io: Io): Promise<string> {
  if (given.startsWith('@'))
    return readable(given.slice(1), readFile(resolve(io.cwd, given.slice(1)), 'utf8'));
  if (given !== '-') return given;
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function pair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [name, value] = split(text, 'name=value');
  if (Object.hasOwn(before, name)) throw new UsageError(`"${name}" is given twice`);
  return { ...before, [name]: value };
}

function replies(text: string, before: Record<string, string[]> = {}): Record<string, string[]> {
  const [step, reply] = split(text, 'step=reply');
  return { ...before, [step]: [...(before[step] ?? []), reply] };
}

function split(text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" is not of the form ${form}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const help = `
A reply of the CRM, --crm <step>=…
  @reply.json        the body of a 200; or { "status": 404, "headers": {…}, "body": … } with status and headers
  '{"items": []}'    the same, written here
  '{"text": "OK"}'   a reply that is no JSON, also with status and headers
  404                a status without a body
  404@reply.json     a status with a body
  timeout            no reply in time; also reset (the connection breaks) and refused (nobody answers)
  The login of a mapping is the step login: --crm login=@token.json
  Given more than once, the replies are used in their order; the last one stays.

Params of the mapping come from the config, from --set, or from the environment. One that is required and not
set is shown as <NAME>. Secrets are masked.

It exits with 0 only if Koshelek would get an answer that the contract allows and the mapping had no fault.

Examples:
  loyalty-gw dry-run findCard --mapping mappings/demo-crm.yaml --query msisdn=79620480100 \\
    --crm byPhone='{"items": [{"id": 1, "card": {"number": 4700000000000072783, "status": "ACTIVE", "barcodeType": "EAN13"}}]}'
  loyalty-gw dry-run getCard -m mappings/demo-crm.yaml -p cardNumber=1 --crm card=timeout --crm bonus=404
  loyalty-gw dry-run findCard -m mappings/demo-crm.yaml -q msisdn=79620480100 --crm byPhone=@reply.json --explain
  loyalty-gw dry-run findCard --config loyalty-gw.yaml --query msisdn=79620480100 --live`;
