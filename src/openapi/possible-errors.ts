import { type ErrorName, errorNames } from '../loyalty-api/errors.js';
import { errorOfKind } from '../loyalty-api/normalise.js';
import type { Operation, RequestContract } from '../loyalty-api/operations.js';
import type { MappedOperation, ProxyOperation, Step, Verify } from '../mapping/mapping.js';

/**
 * Whatever is called: broken HTTP, a path or a query that cannot be decoded, a login that is guessed, and what befalls
 * the gateway itself.
 */
const always: readonly ErrorName[] = [
  'badRequest',
  'badHttp',
  'requestTimeout',
  'tooManyAttempts',
  'internalError',
  'shuttingDown',
  'overloaded',
];

const ofBody: readonly ErrorName[] = ['badJson', 'badContentType', 'bodyTooLarge'];

const ofCrm: readonly ErrorName[] = [
  'crmUnavailable',
  'crmTimeout',
  'crmError',
  'crmBadReply',
  'crmDenied',
  'crmBusy',
];

/**
 * The errors that an operation may be answered with by a 422, in the order of the catalogue: those of its request, and
 * those that its mapping names.
 *
 * @param refusals those that the config adds: of logins that may not call it, say
 * @param verify by which the CRM is asked for the owner of a card number
 */
export function possibleErrors(
  mapped: MappedOperation,
  refusals: readonly ErrorName[],
  verify: Verify | undefined,
): ErrorName[] {
  const found = new Set<ErrorName>([
    ...always,
    ...refusals,
    ...errorsOfRequest(requestOf(mapped)),
    ...errorsOfServing(mapped, verify),
  ]);
  return errorNames.filter(name => found.has(name));
}

function requestOf(mapped: MappedOperation): RequestContract {
  return mapped.kind === 'proxy' ? mapped.unread.request : mapped.operation.request;
}

function errorsOfRequest({ params, query, body, require = [], dateOrder }: RequestContract): ErrorName[] {
  const kinds = [params, query, body ?? {}].flatMap(fields => Object.values(fields));
  return [
    ...kinds.map(kind => errorOfKind[kind]),
    // A part of the path may be blank, or the name of another route, which is no card number.
    ...(Object.keys(params).length > 0 ? (['missingParameter', 'unknownOperation'] as const) : []),
    // Given twice.
    ...(Object.keys(query).length > 0 ? (['badParameter'] as const) : []),
    ...(body ? ofBody : []),
    ...(require.length > 0 ? (['missingParameter'] as const) : []),
    ...(dateOrder ? (['badDate'] as const) : []),
  ];
}

function errorsOfServing(mapped: MappedOperation, verify: Verify | undefined): ErrorName[] {
  if (mapped.kind === 'unsupported') return ['unsupported'];
  if (mapped.kind === 'proxy') return errorsOfProxy(mapped);
  const own = mapped.stages.flat();
  const isClaiming = own.some(({ step }) => step.kind === 'claim');
  const steps = [...own, ...(isClaiming ? (verify?.stages.flat() ?? []) : [])].map(({ step }) => step);
  return [
    'deadlineExceeded',
    'mappingFault',
    ...(sendsBody(mapped.operation) ? (['contractFault'] as const) : []),
    ...steps.flatMap(errorsOfStep),
  ];
}

function errorsOfProxy({ operation, call }: ProxyOperation): ErrorName[] {
  return [
    'deadlineExceeded',
    'mappingFault',
    // Also where no body is due: the CRM may send one.
    'contractFault',
    // A body that is passed on is not parsed.
    ...(operation.request.body ? (['badContentType', 'bodyTooLarge'] as const) : []),
    ...errorsOfStep(call),
  ];
}

function sendsBody({ response }: Operation): boolean {
  return response.body.length > 0;
}

function errorsOfStep(step: Step): ErrorName[] {
  if (step.kind === 'fail') return [step.error];
  if (step.kind === 'reserve') return ['noFreeCards', 'cardsUnavailable'];
  if (step.kind === 'claim') return ['cardNotReserved', 'cardAlreadyIssued', 'cardsUnavailable', 'crmBusy'];
  if (step.kind !== 'call') return [];
  const { ifMissing, judging } = step;
  return [...ofCrm, ...(ifMissing ? [ifMissing] : []), ...judging.errors.map(({ error }) => error)];
}
