import type { ErrorName } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Expression, Scope } from '../mapping/expression.js';
import { isHttpUrl } from '../mapping/literal-text.js';
import type { LoginGrant, Mapping, SessionAuth } from '../mapping/mapping.js';
import { authenticate } from './authenticate.js';
import { type Decoded, decodeReply, withReply } from './decode.js';
import { contentTypes, encodeCall } from './encode.js';
import type { Grants } from './grants.js';
import { type Judgement, judge } from './judge.js';
import { type Granted, requestToken } from './oauth.js';
import { type SendPorts, send } from './send.js';
import type { Session } from './session.js';
import type { WireCall } from './wire.js';

/**
 * Logs in: makes the call, judges its reply, and takes from it what later calls are sent with.
 *
 * @throws Failure which quotes nothing of the reply
 */
export async function logIn(
  { crm, params }: Pick<Mapping, 'crm' | 'params'>,
  auth: SessionAuth,
  grants: Grants,
  ports: SendPorts,
): Promise<Session> {
  const scope: Scope = { now: ports.clock(), variables: { params } };
  const { grant } = auth;
  const { token, lifetime, reply, secrets } =
    grant.kind === 'oauth2'
      ? await grants.obtain(tokens => requestToken(grant, crm.maxReply, tokens, ports), scope.now)
      : await callLogin(grant, crm, scope, ports);
  const granted = withReply(scope, reply);
  const values: Record<string, unknown> = {};
  for (const { name, expression } of auth.values) values[name] = await given(expression, granted);
  const session: Session = {
    token,
    values,
    baseUrl: 'baseUrl' in values ? baseUrlOf(values.baseUrl, crm.baseUrl) : undefined,
    ...timesOf(lifetime, scope.now),
    secrets,
  };
  await tryOut(session, crm, auth, scope);
  return session;
}

/** A token that no header can carry, one with a line break say, would fail every call, and never be renewed. */
async function tryOut(session: Session, crm: Mapping['crm'], auth: SessionAuth, scope: Scope): Promise<void> {
  const headers = { 'content-type': contentTypes.json };
  const call: WireCall = { method: 'POST', url: `${crm.baseUrl}/`, headers, body: '{}' };
  // The cause may quote the token.
  try {
    await authenticate(call, crm, session, scope);
  } catch {
    throw new Failure('crmBadReply', 'the login gave a token that cannot be sent', { place: auth.place });
  }
}

/** At most a minute before the end, and of short lifetimes a tenth: calls under way are to arrive in time. */
function timesOf(lifetime: number | undefined, now: number): Pick<Session, 'until' | 'renewAt'> {
  if (lifetime === undefined) return { until: Number.POSITIVE_INFINITY, renewAt: Number.POSITIVE_INFINITY };
  const until = now + lifetime;
  return { until, renewAt: until - Math.min(60_000, lifetime / 10) };
}

async function callLogin(
  grant: LoginGrant,
  crm: Mapping['crm'],
  scope: Scope,
  ports: SendPorts,
): Promise<Granted> {
  const { call: step } = grant;
  // Headers of all calls may look at the request of Koshelek's. A login serves many.
  const call = await encodeCall(step, { ...crm, baseUrl: grant.baseUrl, headers: [] }, scope);
  const limits = { timeout: step.judging.timeout, maxReply: crm.maxReply };
  const exchange = ports.ids();
  const reply = await send(exchange, step.name, call, limits, ports);
  const decoded = await decodeReply(reply, step.judging);
  const judging = withReply(scope, decoded.reply);
  await judgeLogin(step, decoded, judging, exchange, ports);
  const token = grant.token && (await tokenFrom(grant.token, judging));
  const { lifetime } = grant;
  const milliseconds =
    typeof lifetime === 'object' ? secondsOf(await given(lifetime, judging), lifetime) : lifetime;
  return { token, lifetime: milliseconds, reply: decoded.reply, secrets: token === undefined ? [] : [token] };
}

async function tokenFrom(expression: Expression, scope: Scope): Promise<string> {
  const token = await given(expression, scope);
  if (typeof token === 'string' && token !== '') return token;
  throw badReply(expression, 'gave no text');
}

async function judgeLogin(
  step: LoginGrant['call'],
  decoded: Decoded,
  scope: Scope,
  exchange: string,
  { clock, observer }: SendPorts,
): Promise<void> {
  const judgement = await judgedWithoutCause(step, decoded, scope);
  const { verdict, reason } = judgement;
  observer({ type: 'verdict', at: clock(), step: step.name, exchange, verdict, reason });
  if (verdict === 'success') return;
  const error: ErrorName = 'error' in judgement ? judgement.error : 'crmError';
  throw new Failure(error, `the login failed: ${reason}`);
}

async function judgedWithoutCause(
  step: LoginGrant['call'],
  decoded: Decoded,
  scope: Scope,
): Promise<Judgement> {
  try {
    return await judge(step, decoded, scope);
  } catch (thrown) {
    return withoutCause(thrown);
  }
}

function secondsOf(value: unknown, expression: Expression): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && seconds > 0) return seconds * 1_000;
  throw badReply(expression, 'gave no number of seconds');
}

/** What an expression of a login gives. */
async function given(expression: Expression, scope: Scope): Promise<unknown> {
  const value = await evaluated(expression, scope).catch(withoutCause);
  if (value === undefined) throw badReply(expression, 'gave nothing');
  return value;
}

async function evaluated(expression: Expression, scope: Scope): Promise<unknown> {
  return expression.evaluate(scope);
}

/** Why an expression fails may quote the reply, and with it the token. */
function withoutCause(thrown: unknown): never {
  const { error, message, place } = Failure.from(thrown);
  throw new Failure(error, message, { place });
}

/** Where calls go from now on, and with them the token: never from https to where everybody can read it. */
function baseUrlOf(value: unknown, before: string): string {
  const isGood =
    typeof value === 'string' &&
    isHttpUrl(value) &&
    (before.startsWith('http:') || value.startsWith('https:'));
  if (isGood) return value.replace(/\/+$/, '');
  throw new Failure('crmBadReply', 'the login gave no address for baseUrl that could be used');
}

function badReply({ source }: Expression, what: string): Failure {
  return new Failure('crmBadReply', `${source.name} ${what}, although the login was a success`, {
    place: source.placeAt(0),
  });
}
