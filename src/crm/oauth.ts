import { isObject } from '../json/values.js';
import { writeJson } from '../json/write.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import { NOTHING_SAID } from '../mapping/compile-judging.js';
import { formEncoded } from '../mapping/form-encoded.js';
import type { OAuth2Grant } from '../mapping/mapping.js';
import { LOGIN } from '../mapping/names.js';
import { decodeReply, type Reply } from './decode.js';
import { type SendPorts, send } from './send.js';
import { type RefreshTokens, TokenFileError } from './token-file.js';
import type { WireCall } from './wire.js';

/** What a login gave. */
export interface Granted {
  readonly token: string | undefined;
  /** Milliseconds. */
  readonly lifetime: number | undefined;
  readonly reply: Reply;
  /** Texts that must never be shown. */
  readonly secrets: readonly string[];
}

/**
 * Asks the token endpoint for an access token (RFC 6749: 4.3 password, 4.4 client credentials, 6 refresh). A new
 * refresh token is kept before the access token is used for the first time.
 *
 * @throws Failure
 */
export async function requestToken(
  grant: OAuth2Grant,
  maxReply: number,
  tokens: RefreshTokens,
  ports: SendPorts,
): Promise<Granted> {
  const before = tokens.current();
  const call = tokenCall(grant, before);
  const exchange = ports.ids();
  const limits = { timeout: grant.timeout, maxReply };
  const wireReply = await send(exchange, LOGIN, call, limits, ports);
  const { reply } = await decodeReply(wireReply, NOTHING_SAID);
  const problem = problemOf(reply);
  const verdict = problem ? 'failure' : 'success';
  const reason = problem?.reason ?? 'an access token';
  ports.observer({ type: 'verdict', at: ports.clock(), step: LOGIN, exchange, verdict, reason });
  if (problem) throw new Failure(problem.error, `the login failed: ${problem.reason}`);

  const body = reply.body as Record<string, unknown>;
  const token = body.access_token as string;
  const next = body.refresh_token;
  const refreshToken = typeof next === 'string' && next !== '' ? next : before;
  // Also one of an earlier reply that could not be written to its file then.
  const isNew = refreshToken !== before || !tokens.isKept();
  if (grant.grant === 'refresh_token' && refreshToken !== undefined && isNew)
    await keep(tokens, refreshToken);
  const secrets = [token, before, refreshToken].filter(text => text !== undefined);
  return { token, lifetime: lifetimeOf(body.expires_in) ?? grant.lifetime, reply, secrets };
}

function tokenCall(grant: OAuth2Grant, refreshToken: string | undefined): WireCall {
  const { clientId, clientSecret, clientAuth, format, tokenUrl } = grant;
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'loyalty-gw' };
  const parameters: Record<string, string> = { grant_type: grant.grant, ...grant.parameters };
  if (grant.grant === 'refresh_token' && refreshToken !== undefined) parameters.refresh_token = refreshToken;
  if (clientAuth === 'basic' && clientSecret !== '') {
    // Both are form-encoded before they are joined (RFC 6749, 2.3.1).
    const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else if (clientId !== '') {
    parameters.client_id = clientId;
    if (clientSecret !== '') parameters.client_secret = clientSecret;
  }
  const isForm = format === 'form';
  headers['content-type'] = isForm ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8';
  const body = isForm ? new URLSearchParams(parameters).toString() : writeJson(parameters);
  return { method: 'POST', url: tokenUrl, headers, body };
}

/** The codes of RFC 6749, 5.2. Others may say anything, and this reaches the log. */
const CODES = /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/;

function problemOf({ status, body }: Reply): { error: ErrorName; reason: string } | undefined {
  const { access_token: token, error } = isObject(body) ? body : {};
  if (status >= 200 && status < 300) {
    if (typeof token === 'string' && token !== '') return undefined;
    return { error: 'crmBadReply', reason: `no access_token (status ${status})` };
  }
  const code = typeof error === 'string' && CODES.test(error) ? `${error}, ` : '';
  const reason = `${code}status ${status}`;
  if (status === 429) return { error: 'crmBusy', reason };
  return { error: status === 400 || status === 401 || status === 403 ? 'crmDenied' : 'crmError', reason };
}

/** Seconds; some send them as a text. */
function lifetimeOf(expiresIn: unknown): number | undefined {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : undefined;
}

async function keep(tokens: RefreshTokens, token: string): Promise<void> {
  try {
    await tokens.keep(token);
  } catch (thrown) {
    if (!(thrown instanceof TokenFileError)) throw thrown;
    // Loud, and not passed over: after a restart nobody could log in any more.
    throw new Failure('internalError', thrown.message, { cause: thrown });
  }
}
