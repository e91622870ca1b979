import type { WireCall, WireReply } from '../crm/wire.js';
import type { Failure } from '../loyalty-api/failure.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import { isForm } from '../testing/match.js';
import { textOfReply } from '../testing/recording/reply-text.js';
import { sentFields } from '../testing/sent-fields.js';
import { shownBody } from './pretty.js';
import type { Told, ToldExchange } from './told.js';
import { withoutTokens } from './without-tokens.js';

/** A request as it was sent, for one that the contract refused. */
export function shownSent({ method, path, query, body }: RawRequest): Told['refused'] {
  return { method, path, query, body: body && Buffer.from(body).toString('utf8') };
}

/** A call for people, without its credentials. */
export function shownCall({ method, url, headers, body }: WireCall, isLogin: boolean): ToldExchange['call'] {
  const masked = 'authorization' in headers ? { ...headers, authorization: '***' } : { ...headers };
  return {
    method,
    url,
    headers: masked,
    ...(body === undefined ? {} : { body: shownSentBody(headers, body, isLogin) }),
  };
}

/** A form as its fields, for nobody reads it as it was sent. */
function shownSentBody(headers: WireCall['headers'], body: string, isLogin: boolean): unknown {
  const shown = isForm(headers) ? sentFields(body) : shownBody(body);
  return isLogin ? withoutTokens(shown) : shown;
}

/** Headers that are long and no tokens. */
const tellingHeaders: ReadonlySet<string> = new Set(['content-type', 'date', 'server']);

/** A reply for people; of a login without whatever may be a token. */
export function shownReply(reply: WireReply, isLogin: boolean): NonNullable<ToldExchange['reply']> {
  const { status, headers } = reply;
  const masked = 'set-cookie' in headers ? { ...headers, 'set-cookie': '***' } : headers;
  const shown = shownBody(textOfReply(reply));
  if (!isLogin) return { status, headers: masked, body: shown };
  const shownHeaders = Object.entries(masked).map(([name, value]): [string, string] => [
    name,
    tellingHeaders.has(name) ? value : String(withoutTokens(value)),
  ]);
  return { status, headers: Object.fromEntries(shownHeaders), body: withoutTokens(shown) };
}

/** A failure for people, who see the answer anyway. */
export function shownFailure(failure: Failure): NonNullable<Told['failure']> {
  const { error, step, place } = failure;
  const detail = detailOf(failure);
  const message = (error === 'contractFault' && detail) || failure.message;
  return {
    error,
    message,
    ...(detail && !message.includes(detail) ? { detail } : {}),
    ...(step ? { step } : {}),
    ...(place ? { place } : {}),
  };
}

/** What the log does not say, because it may quote somebody's data. */
export function detailOf({ cause }: Failure): string | undefined {
  const { message } = Object(cause) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
