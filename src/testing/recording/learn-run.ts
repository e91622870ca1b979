import { LOGIN } from '../../mapping/names.js';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.js';
import type { LiveRun } from './live-run.js';
import { isRead } from './read-headers.js';
import { textOfReply } from './reply-text.js';

/** Has all who are in a run be known: in its request, its calls and replies, and its answer. */
export function learnRun(
  people: Pseudonyms,
  { request, recorder, answer, mapping, document }: LiveRun,
): void {
  people.learnHost(new URL(mapping.crm.baseUrl).host);
  for (const { step, call, outcome } of recorder.exchanges()) {
    const url = new URL(call.url);
    people.learnHost(url.host);
    for (const [name, value] of url.searchParams) people.learner.value(value, name);
    if (call.body !== undefined) people.learnBody(call.body);
    if (!outcome || !('reply' in outcome)) continue;
    const text = textOfReply(outcome.reply);
    people.learnBody(text);
    for (const [name, value] of Object.entries(outcome.reply.headers))
      if (isRead(document.text, name)) people.learnHeader(name, value);
    if (step !== LOGIN || mapping.crm.auth.kind !== 'session') continue;
    // Whatever is long in a login may be a token.
    for (const [token] of text.matchAll(/(?<=")[^\s"'{}[\]<>,/]{16,}(?=")/g))
      people.learner.scalar('secret', token);
  }
  for (const token of recorder.secrets) people.fakes.add('secret', token);
  people.learner.value(request.params);
  people.learner.value(request.query);
  for (const [name, value] of Object.entries(request.headers)) people.learnHeader(name, value);
  people.learner.value(request.body);
  if (request.text !== undefined) people.learnBody(request.text);
  people.learnBody(answer.body);
}
