import type { Verdict } from '../../crm/events.js';
import { formatPlace } from '../../document/place.js';
import { writeJson } from '../../json/write.js';
import { cardWords } from '../../story/card-words.js';
import type { Expected } from '../../story/case-replay.js';
import type { Explained } from '../../story/explainer.js';
import { jsonLines } from '../../story/pretty.js';
import type { Told, ToldCard, ToldExchange, ToldStep } from '../../story/told.js';
import { type Paint, painter } from '../style.js';
import { problemLines } from '../test/problem.js';
import { displayPath } from '../usage.js';
import { explainedLines } from './explained-lines.js';
import type { Saved } from './save-recording.js';

/** A dry run for people, top to bottom. */
export function formatStory(told: Told, screen: { color: boolean; cwd: string }): string {
  const paint = painter(screen.color);
  const explain: Explain = (all = []) => all.flatMap(each => explainedLines(each, screen, paint));
  const response = explain(told.explained);
  const title = `${told.operation} of ${displayPath(told.mapping, screen.cwd)} (Loyalty Online API ${told.api})`;
  const blocks = [
    [paint('bold', title), ...notes(told, paint)],
    [paint('bold', 'Koshelek asks'), ...indent(requestLines(told))],
    ...told.steps.map(step => stepLines(step, explain, paint)),
    ...(response.length > 0 ? [[paint('bold', 'The response'), ...indent(response)]] : []),
    ...(told.cards ? [[paint('bold', 'Card numbers afterwards'), ...indent(cardsLines(told.cards))]] : []),
    [paint('bold', 'Koshelek gets'), ...indent(answerLines(told, screen, paint))],
    [paint('bold', 'The contract says'), ...indent([paint(told.isGood ? 'green' : 'red', told.contract)])],
    ...(told.expected
      ? [[paint('bold', 'The case says'), ...indent(caseLines(told.expected, screen, paint))]]
      : []),
  ];
  return told.redact(`${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`);
}

/** The same for programs: one JSON document. */
export function storyAsJson({ redact, ...told }: Told, recorded?: Saved): string {
  return redact(`${writeJson(recorded ? { ...told, recorded } : told)}\n`);
}

function notes({ live, cards, placeholders }: Told, paint: Paint): string[] {
  const lines: string[] = [];
  if (live) lines.push(paint('red', 'LIVE: the calls go to the CRM'));
  if (cards) lines.push(paint('dim', 'card numbers: the keeper of this dry run is in memory'));
  if (placeholders.length > 0)
    lines.push(paint('dim', `not set, so shown as placeholders: ${placeholders.join(', ')}`));
  return lines;
}

function requestLines({ basePath, request, refused }: Told): string[] {
  if (refused) {
    const line = requestLine(refused, basePath, refused.query);
    const body = refused.body?.split('\n').map(text => `  ${text}`) ?? [];
    return [line, ...body, '(refused before the mapping saw it)'];
  }
  if (!request) return [];
  const pairs = Object.entries(request.query).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
  const line = requestLine(request, basePath, new URLSearchParams(pairs).toString());
  return request.body === undefined ? [line] : [line, ...bodyLines(request.body)];
}

function requestLine(
  { method, path }: { method: string; path: string },
  basePath: string,
  query: string,
): string {
  return `${method} ${basePath}${path}${query === '' ? '' : `?${query}`}`;
}

type Explain = (all: readonly Explained[] | undefined) => string[];

function stepLines(step: ToldStep, explain: Explain, paint: Paint): string[] {
  const { exchanges, together } = step;
  const beside = together.length > 0 ? paint('dim', `  at the same time as ${together.join(', ')}`) : '';
  const head = `${paint('bold', step.step)}  ${paint('cyan', headOf(step))}${beside}`;
  const explained = indent(explain(step.explained));
  if (exchanges) {
    const lines = exchanges.flatMap(each => exchangeLines(each, explain, paint));
    const passed = (step.tolerated ?? []).map(error => paint('dim', `${error} passes: mayFail`));
    return [head, ...indent(lines), ...explained, ...indent([...passed, ...holds(step, paint)])];
  }
  const cards = (step.cards ?? []).map(card => cardLine(card, paint));
  const isHolder = step.kind === 'value' || cards.length > 0;
  return [head, ...explained, ...indent([...cards, ...(isHolder ? holds(step, paint) : [])])];
}

function headOf({ kind, step, why, exchanges }: ToldStep): string {
  switch (kind) {
    case 'login':
      return 'logs in to the CRM';
    case 'skipped':
      return why === 'repeated' ? 'skipped: it was done before' : 'skipped: its `when` is false';
    case 'not reached':
      return 'not reached';
    case 'fail':
      return 'fails the operation';
    case 'answer':
      return 'answers the operation';
    case 'reserve':
      return 'takes a free card number';
    case 'claim':
      return 'claims a card number';
    case 'call':
      // Say because the login failed, or the list of a forEach is empty.
      return exchanges ? 'calls the CRM' : 'makes no call';
    default:
      return `computes $${step}`;
  }
}

function cardLine(card: ToldCard, paint: Paint): string {
  const isBad = card.what === 'finishFailed' || card.outcome === 'doubtful';
  return paint(isBad ? 'red' : 'yellow', `${card.number} ${cardWords(card)}`);
}

function cardsLines(states: NonNullable<Told['cards']>): string[] {
  return Object.entries(states).map(([number, state]) => {
    if (typeof state === 'string') return `${number}: ${state}`;
    return Object.entries(state)
      .map(([name, person]) => `${number}: ${name} ${person}`)
      .join();
  });
}

function exchangeLines(exchange: ToldExchange, explain: Explain, paint: Paint): string[] {
  const { call, given, reply, fault, judged, ms, again, same, breaker, explained } = exchange;
  const lines = explain(explained?.filter(({ ofReply }) => !ofReply));
  lines.push(`${call.method} ${call.url}`);
  for (const [name, value] of Object.entries(call.headers)) lines.push(paint('dim', `${name}: ${value}`));
  if (call.body !== undefined) append(lines, bodyLines(call.body));
  const source = [given, ms === undefined ? undefined : `${ms} ms`].filter(Boolean).join(', ');
  const suffix = source === '' ? '' : paint('dim', `  (${source})`);
  if (fault) lines.push(`${paint('yellow', `no reply: ${fault}`)}${suffix}`);
  if (reply) {
    lines.push(`${paint('yellow', `reply ${reply.status}`)}${suffix}`);
    append(lines, indent(bodyLines(reply.body)));
  }
  append(lines, explain(explained?.filter(({ ofReply }) => ofReply)));
  if (judged) {
    const good = !bad.has(judged.verdict);
    lines.push(`judged ${paint(good ? 'green' : 'red', judged.verdict)}: ${judged.reason}`);
  }
  if (same !== undefined) lines.push(paint('dim', `made again ${times(same)}, with the same outcome`));
  if (breaker) lines.push(paint('yellow', `the breaker ${breaker}`));
  if (again && again.after >= 1) lines.push(paint('dim', `made again after ${again.after} s`));
  else if (again) lines.push(paint('dim', 'made again at once, but for a random part of a second'));
  return lines;
}

const bad: ReadonlySet<Verdict> = new Set(['throttled', 'error', 'failure']);

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function holds(told: ToldStep, paint: Paint): string[] {
  const { step: name, value } = told;
  const step = told.kind === 'login' ? 'session' : name;
  // A step that failed holds nothing at all, not even an absence.
  if (!('value' in told)) return [];
  if (value === undefined) return [paint('dim', `$${step} is absent`)];
  const [first = '', ...rest] = jsonLines(value);
  return [`$${step} = ${first}`, ...rest];
}

function answerLines({ answer, failure }: Told, screen: { cwd: string }, paint: Paint): string[] {
  const lines = answer ? [String(answer.status), ...bodyLines(answer.body)] : ['(not known)'];
  if (!failure) return lines;
  const { error, message, detail, step, place } = failure;
  const shownPlace = place && formatPlace({ ...place, file: displayPath(place.file, screen.cwd) });
  const where = [step && `step ${step}`, shownPlace].filter(Boolean).join(', ');
  lines.push(paint('dim', `because of ${error}${where === '' ? '' : ` (${where})`}: ${message}`));
  if (detail) lines.push(paint('dim', detail));
  return lines;
}

function caseLines(
  { name, place, problems }: Expected,
  screen: { color: boolean; cwd: string },
  paint: Paint,
): string[] {
  const where = paint('dim', formatPlace({ ...place, file: displayPath(place.file, screen.cwd) }));
  if (problems.length === 0) return [`${paint('green', `this is what "${name}" expects`)}  ${where}`];
  return [
    `${paint('red', `this is not what "${name}" expects`)}  ${where}`,
    ...indent(problems.flatMap(problem => problemLines(problem, screen))),
  ];
}

function bodyLines(body: unknown): string[] {
  if (body === undefined) return ['(empty)'];
  return typeof body === 'string' ? body.split('\n') : jsonLines(body);
}

/** Not push(...), which takes no more arguments than the stack holds. */
function append(lines: string[], more: readonly string[]): void {
  for (const line of more) lines.push(line);
}

function indent(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`);
}
