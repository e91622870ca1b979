import type { Command } from 'commander';
import { Guard } from '../../crm/guard.js';
import type { HttpWire } from '../../crm/http-wire.js';
import { pause, replayTime } from '../../crm/pause.js';
import { Sessions } from '../../crm/sessions.js';
import { TokenFileError } from '../../crm/token-file.js';
import { suggestion } from '../../document/nearest.js';
import { run } from '../../engine/run.js';
import { isInRevision, isOperationId, operationIds } from '../../loyalty-api/operations.js';
import type { MappedOperation, Mapping } from '../../mapping/mapping.js';
import { LOGIN, verifyStep } from '../../mapping/names.js';
import { stagesOf } from '../../mapping/plan.js';
import type { ReplyFormat } from '../../mapping/reply-format.js';
import { CaseReplay, type FromCase } from '../../story/case-replay.js';
import { Explainer } from '../../story/explainer.js';
import { RecordedReplies } from '../../story/recorded-replies.js';
import { Story } from '../../story/story.js';
import { type CardsOfCase, CaseCards } from '../../testing/case-cards.js';
import { rawRequest } from '../../testing/raw-request.js';
import { Recorder } from '../../testing/recording/recorder.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { withProgress } from '../progress.js';
import { UsageError } from '../usage.js';
import { readFromCase } from './from-case.js';
import { help } from './help.js';
import { type DryRunMapping, dryRunMapping } from './mapping.js';
import { cardState, type Options, pair, replies } from './options.js';
import { readReplies } from './replies.js';
import { sketchRequest } from './request.js';
import { formatSaved, saveRecording } from './save-recording.js';
import { formatStory, storyAsJson } from './story-report.js';

export function addDryRun(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('dry-run')
    .description('run one operation of a mapping, without a network, and tell the story')
    .argument(
      '[operation]',
      `one of ${operationIds.join(', ')}, or one of the mapping's own; with --from that of the case`,
    )
    .option('-m, --mapping <file>', 'the mapping')
    .option('-c, --config <file>', 'a config, with the mapping and the params that it names')
    .option(
      '-f, --from <file:case>',
      'take request, params and replies from a case of a test file; see below',
    )
    .option('-q, --query <name=value>', 'a query parameter of the request; repeat for more', pair)
    .option('-p, --param <name=value>', 'a path parameter of the request, such as cardNumber', pair)
    .option('-b, --body <json>', 'the body of the request: JSON, @file, or - for stdin')
    .option('--crm <step=reply>', 'what the CRM answers to a step; see below', replies)
    .option('--cards <number=state>', 'what a card number is before; repeat for more; see below', cardState)
    .option('-s, --set <NAME=value>', 'a param of the mapping', pair)
    .option('--live', 'send the calls to the CRM for real: writes do write')
    .option('--record <folder>', 'with --live, save what happened as a test case, with invented people')
    .option('--explain', 'show each expression with what it read and what it gave')
    .option('--json', 'print the story as one JSON document')
    .addHelpText('after', help)
    .action(async (operation: string | undefined, given: Partial<Options>) => {
      // Not commander's defaults: its help would show `(default: {})`.
      exit(await dryRun(operation, { query: {}, param: {}, set: {}, crm: {}, cards: {}, ...given }, io));
    });
}

async function dryRun(named: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  checkOptions(named, options);
  const explainer = options.explain ? new Explainer() : undefined;
  const from = options.from === undefined ? undefined : await readFromCase(options.from, options, io);
  if (options.from !== undefined && !from) return ExitCode.failed;
  const prepared = await dryRunMapping({ ...options, watch: explainer?.watch, test: from?.test }, io);
  if (!prepared) return ExitCode.failed;
  const mapped = operationOf(prepared, nameOf(named, from));
  checkSteps(prepared.mapping, mapped, Object.keys(options.crm));

  const replay = from && !options.live ? new CaseReplay(from, prepared.mapping) : undefined;
  const recorded = new RecordedReplies(
    await readReplies(options.crm, step => formatOf(prepared.mapping, mapped, step), io),
    replay,
  );
  const sketch = await sketchRequest(mapped.operation, options, io, from?.test.fields.request);
  const sent = rawRequest(mapped.operation, sketch);
  const sessions = options.live ? await liveSessions(prepared.mapping) : new Sessions(prepared.mapping);
  const time = options.live ? { clock: Date.now, pause } : replayTime(from ? () => from.now : Date.now);
  const cards = new CaseCards(cardsOf(options, from), time.clock, prepared.barcode);
  const story = new Story(prepared, mapped, sent, options.live === true, recorded, cards, explainer);
  const http = options.live ? await httpWire(prepared.mapping) : undefined;
  const recorder = options.record === undefined ? undefined : new Recorder();
  const now = Date.now();
  let ids = 0;
  try {
    const answer = await withProgress(io, !options.json && http !== undefined, ({ tell }) =>
      run(prepared.mapping, mapped.operation.id, sent, {
        wire: http ?? recorded.wire,
        sessions,
        guard: new Guard(prepared.mapping.crm.limits),
        ...time,
        cards: cards.keeper,
        ids: () => String(++ids),
        signal: new AbortController().signal,
        errors: prepared.errors,
        observer: event => {
          if (event.type === 'call') tell(`${event.step}: waiting for the CRM`);
          if (event.type === 'retry') tell(`${event.step}: waiting to make the call again`);
          recorded.observe(event);
          replay?.observe(event);
          recorder?.observe(event);
          story.observe(event);
        },
      }),
    );
    const told = story.told(answer, replay?.verdict(answer, cards));
    const operation = mapped.operation.id;
    const saved =
      recorder && options.record !== undefined
        ? await saveRecording(
            { ...prepared, operation, request: sketch, recorder, answer, now },
            options.record,
            io,
          )
        : undefined;
    io.stdout.write(options.json ? storyAsJson(told, saved) : formatStory(told, io));
    if (saved && !options.json) io.stderr.write(formatSaved(saved, io));
    const isAsExpected = !told.expected?.problems.length && saved?.problem === undefined;
    return told.isGood && isAsExpected ? ExitCode.done : ExitCode.failed;
  } finally {
    await http?.close();
  }
}

/** Those of a case are before what the options say; with other calls nobody knows what they are after. */
function cardsOf({ cards, live }: Options, from: FromCase | undefined): CardsOfCase {
  const fields = live ? undefined : from?.test.fields;
  return { cards: { ...fields?.cards, ...cards }, cardsAfter: fields?.cardsAfter };
}

/** @throws UsageError for options that do not go together */
function checkOptions(named: string | undefined, { live, crm, cards, from, record }: Options): void {
  if (live && Object.keys(crm).length > 0) {
    throw new UsageError('--live asks the CRM itself: leave out --crm, or --live');
  }
  if (record !== undefined && !live)
    throw new UsageError('--record saves what a real CRM replies: add --live');
  if (record !== undefined && Object.keys(cards).length > 0)
    throw new UsageError('--record saves no card numbers: leave out --cards, or --record');
  if (named === undefined && from === undefined)
    throw new UsageError('name an operation, or a case with --from');
}

function nameOf(named: string | undefined, from: FromCase | undefined): string {
  const ofCase = from?.test.fields.operation;
  if (named !== undefined && ofCase !== undefined && named !== ofCase)
    throw new UsageError(`--from: the case is one of ${ofCase}, not of ${named}`);
  return named ?? ofCase ?? '';
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

/** How a call that `--crm` names reads its replies. */
function formatOf({ crm: { auth }, verify }: Mapping, mapped: MappedOperation, name: string): ReplyFormat {
  if (name === LOGIN && auth.kind === 'session')
    return auth.grant.kind === 'login' ? auth.grant.call.judging.format : 'json';
  const own = stagesOf(mapped).flatMap(stage => stage.map(({ step }) => [step.name, step] as const));
  const asked = (verify?.stages.flat() ?? []).map(({ step }) => [verifyStep(step.name), step] as const);
  const [, found] = [...own, ...asked].find(([known]) => known === name) ?? [];
  return found?.kind === 'call' ? found.judging.format : 'json';
}

/** A misspelt step would otherwise be told only by a reply that is missing. */
function checkSteps({ crm, verify }: Mapping, mapped: MappedOperation, named: readonly string[]): void {
  const { id } = mapped.operation;
  const steps = stagesOf(mapped).flatMap(stage => stage.map(({ step }) => step));
  const calls = steps.filter(({ kind }) => kind === 'call').map(({ name }) => name);
  const claims = steps.some(({ kind }) => kind === 'claim');
  const asked = (claims ? (verify?.stages.flat() ?? []) : []).filter(({ step }) => step.kind === 'call');
  const known = [
    ...(crm.auth.kind === 'session' ? [LOGIN] : []),
    ...calls,
    ...asked.map(({ step }) => verifyStep(step.name)),
  ];
  for (const name of named) {
    if (known.includes(name)) continue;
    const help = suggestion(name, known, `its calls: ${known.join(', ')}`);
    throw new UsageError(`--crm: ${id} makes no call "${name}"; ${help}`);
  }
}
