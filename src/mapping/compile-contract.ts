import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { nearest } from '../document/shape.js';
import type { FieldName, Fields, Operation, RequestContract } from '../loyalty-api/operations.js';
import { paramsOf } from '../loyalty-api/paths.js';
import { any } from '../loyalty-api/shapes.js';
import { contractShape } from './contract-shape.js';
import type { AgreementFields } from './fields.js';
import { readRoute } from './route.js';

/** What a mapping's own operation begins with; its route and its contract say the rest. */
export function customOperation(id: string, summary: string): Operation {
  return {
    id,
    methods: [],
    path: '',
    since: 'custom',
    confidence: 'agreed',
    summary,
    request: { params: {}, query: {} },
    response: { body: [], mayBeNothing: true },
  };
}

/**
 * An operation with what a partner has agreed on with Koshelek, by the words of a mapping. Findings go to the
 * document; the result counts only if there were none.
 */
export function agreedOperation(
  document: Document,
  path: Path,
  fields: AgreementFields,
  base: Operation,
): Operation {
  if (!fields.route && !fields.require && !fields.contract) return base;
  const route = fields.route && readRoute(document, [...path, 'route'], fields.route, base);
  const operation: Operation = { ...base, ...route, confidence: 'agreed' };
  const request = requestOf(document, path, fields, operation);
  return { ...operation, request, response: responseOf(document, path, fields.contract, base) };
}

function requestOf(
  document: Document,
  path: Path,
  { contract = {}, require }: AgreementFields,
  operation: Operation,
): RequestContract {
  const { request, methods } = operation;
  const reads = !methods.includes('GET');
  if (contract.body && !reads) {
    document.errorAtKey('contract', [...path, 'contract', 'body'], 'requests of a GET have no body');
  }
  const params: Fields = Object.fromEntries(
    paramsOf(operation.path).map(name => [name, request.params[name] ?? 'segment']),
  );
  const query: Fields = { ...request.query, ...contract.query };
  // Of the mapping's own operations all but GETs read a body; of the API's those that it says.
  const hasBody = request.body || contract.body || (operation.since === 'custom' && reads);
  const agreed: RequestContract = {
    ...request,
    params,
    query,
    ...(hasBody && { body: { ...request.body, ...contract.body } }),
    dateOrder: request.dateOrder?.every(name => query[name] === 'date') ? request.dateOrder : undefined,
  };
  return require
    ? { ...agreed, require: requirements(document, [...path, 'require'], require, agreed) }
    : agreed;
}

function requirements(
  document: Document,
  path: Path,
  require: NonNullable<AgreementFields['require']>,
  request: RequestContract,
): FieldName[][] {
  return require.map((entry, index) => {
    const names = typeof entry === 'string' ? [entry] : entry.oneOf;
    return names.flatMap((name, position) => {
      const at = typeof entry === 'string' ? [...path, index] : [...path, index, 'oneOf', position];
      return fieldName(document, at, name, request) ?? [];
    });
  });
}

/** `msisdn`, which the contract knows, or `query.tag` and `body.tag`, which it need not know. */
function fieldName(
  document: Document,
  path: Path,
  name: string,
  request: RequestContract,
): FieldName | undefined {
  const { query, body } = request;
  const [, part, rest] = /^(query|body)\.(.+)$/.exec(name) ?? [];
  if (part === 'query' && rest !== undefined) return { part, name: rest };
  if (part === 'body' && rest !== undefined && body) return { part, name: rest };
  if (Object.hasOwn(query, name)) return { part: 'query', name };
  if (body && Object.hasOwn(body, name)) return { part: 'body', name };
  const known = Object.keys({ ...query, ...body });
  const guess = nearest(name, known);
  const hint = guess
    ? `did you mean ${guess}?`
    : `it has ${known.join(', ') || 'none'}; of others write query.name or body.name`;
  document.error('require', path, `requests of this operation have no "${name}"`, hint);
  return undefined;
}

function responseOf(
  document: Document,
  path: Path,
  contract: AgreementFields['contract'],
  { response }: Operation,
): Operation['response'] {
  const key = contract && (['response', 'response?'] as const).find(name => contract[name] !== undefined);
  if (!key) return response;
  if (contract[key] === 'nothing') return { body: [], mayBeNothing: true };
  const shape = contractShape(document, [...path, 'contract', key], contract[key]);
  // What is said of a response that has no contract would be noise.
  return { body: [shape ?? any], mayBeNothing: key === 'response?' };
}
