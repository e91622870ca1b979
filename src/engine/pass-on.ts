import type { CallPorts } from '../crm/exchange.js';
import { badReply, judgedExchange } from '../crm/once.js';
import { Failure } from '../loyalty-api/failure.js';
import { queryOf } from '../loyalty-api/paths.js';
import { headerText, type RawRequest } from '../loyalty-api/read-request.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import { checkContentType } from '../loyalty-api/request-body.js';
import type { CallStep, Crm, Passed, ProxyOperation } from '../mapping/mapping.js';
import { type Answer, nothing } from './answer.js';
import { conformed } from './conformed.js';
import type { Ports } from './ports.js';

/** A request of Koshelek that was held against the contract, but for its body. */
export interface Unread {
  readonly request: LoyaltyRequest;
  /** As it came; with a body only where nothing streams. */
  readonly raw: RawRequest;
  /** What expressions see. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Passes a request on to the CRM as one call, whose reply is judged as any other, and is the answer.
 *
 * @throws Failure
 */
export async function passOn(
  mapped: ProxyOperation,
  crm: Crm,
  unread: Unread,
  ports: Ports & CallPorts,
): Promise<Answer> {
  const { call, operation, place } = mapped;
  const { observer, clock } = ports;
  const method = unread.request.method as CallStep['method'];
  const passed = passedOf(mapped, unread);
  const scope = { variables: unread.variables, now: clock() };
  observer({ type: 'step', at: clock(), step: call.name, stage: 0, kind: 'call' });
  try {
    const { exchange, judged } = await judgedExchange({ ...call, method, passed }, crm, scope, ports);
    if (!judged) return missing(mapped);
    const { body } = exchange.decoded.reply;
    if (body === undefined) {
      if (operation.response.mayBeNothing) return nothing;
      throw badReply(place, 'the reply was a success, but it is empty');
    }
    observer({ type: 'value', at: clock(), step: call.name, value: body });
    return conformed(operation, place, body);
  } catch (thrown) {
    throw Failure.from(thrown).within({ step: call.name, place });
  }
}

function missing({ call, missingIsNothing }: ProxyOperation): Answer {
  if (missingIsNothing) return nothing;
  if (call.ifMissing) throw new Failure(call.ifMissing, 'the CRM has nothing there', { place: call.place });
  throw new Failure('crmError', 'the CRM has nothing there, and ifMissing does not say what that means');
}

/**
 * What of the request goes to the CRM. The query is the one that was held against the contract, in one spelling and
 * without what was empty: so the CRM cannot read another request than the gateway has checked.
 */
function passedOf({ operation, missingIsNothing }: ProxyOperation, { request, raw }: Unread): Passed {
  const type = operation.request.body && headerText(raw.headers['content-type']);
  checkContentType(type);
  return {
    query: queryOf(request.query),
    headers: {
      ...allowed(request.headers, headerText(raw.headers.connection)),
      ...(type && { 'content-type': type }),
    },
    body: operation.request.body && raw.body && new TextDecoder().decode(raw.body),
    mayBeEmpty: operation.response.mayBeNothing,
    mayBeMissing: missingIsNothing,
  };
}

/**
 * Of one connection only (RFC 9110, 7.6.1), of a body that may go out in another form, or Koshelek's credentials,
 * whatever a mapping says.
 */
const OWN =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-.*|accept-encoding|authorization|cookie)$/;

/**
 * @param headers those that the mapping asked for by name
 * @param connection the header Connection, which names others that are of this connection only
 */
function allowed(headers: LoyaltyRequest['headers'], connection = ''): Record<string, string> {
  const local = new Set(connection.split(',').map(name => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.test(name) && !local.has(name)));
}
