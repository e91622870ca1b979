import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import type { Fields, Operation, RequestContract } from '../loyalty-api/operations.js';
import { paramsOf } from '../loyalty-api/paths.js';
import { any } from '../loyalty-api/shapes.js';
import { contractShape } from './contract-shape.js';
import type { AgreementFields } from './fields.js';
import { requirements } from './requirements.js';
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
 * document; the result counts only if there were none. One whose route cannot be read has no methods.
 */
export function agreedOperation(
  document: Document,
  path: Path,
  fields: AgreementFields,
  base: Operation,
): Operation {
  const { route, require, contract } = fields;
  if (!route && !require && !contract) return base;
  const operation: Operation = {
    ...base,
    ...(route && routeOf(document, path, route, base)),
    confidence: 'agreed',
  };
  const agreed = agreedRequest(document, path, contract, operation);
  const request = require ? required(document, [...path, 'require'], require, agreed) : agreed;
  return { ...operation, request, response: responseOf(document, path, contract, base) };
}

/** Of a route that cannot be read the parameters are, so that nothing is said of what reads them. */
function routeOf(
  document: Document,
  path: Path,
  text: string,
  base: Operation,
): Pick<Operation, 'methods' | 'path'> {
  return (
    readRoute(document, [...path, 'route'], text, base) ?? { methods: [], path: text.replace(/^[^/]*/, '') }
  );
}

function agreedRequest(
  document: Document,
  path: Path,
  contract: AgreementFields['contract'],
  { path: route, request, methods, since }: Operation,
): RequestContract {
  const reads = !methods.includes('GET');
  if (contract?.body && !reads) {
    document.errorAtKey('useless-key', [...path, 'contract', 'body'], 'requests of a GET have no body');
  }
  const params = paramsOf(route).map(name => [name, ownKind(request.params, name) ?? 'segment'] as const);
  const query: Fields = { ...request.query, ...contract?.query };
  // Of the mapping's own operations all but GETs read a body; of the API's those that it says.
  const hasBody = request.body || contract?.body || (since === 'custom' && reads);
  return {
    ...request,
    params: Object.fromEntries(params),
    query,
    ...(hasBody && { body: { ...request.body, ...contract?.body } }),
    dateOrder: request.dateOrder?.every(name => query[name] === 'date') ? request.dateOrder : undefined,
  };
}

function ownKind(fields: Fields, name: string): Fields[string] | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A query parameter that is required is one that the contract knows: given twice, or blank, it is refused. */
function required(
  document: Document,
  path: Path,
  require: NonNullable<AgreementFields['require']>,
  request: RequestContract,
): RequestContract {
  const names = requirements(document, path, require, request);
  const more = names
    .flat()
    .filter(({ part, name }) => part === 'query' && !Object.hasOwn(request.query, name));
  const query: Fields = { ...request.query, ...Object.fromEntries(more.map(({ name }) => [name, 'text'])) };
  return { ...request, query, require: names };
}

function responseOf(
  document: Document,
  path: Path,
  contract: AgreementFields['contract'],
  { response }: Operation,
): Operation['response'] {
  const keys = (['response', 'response?'] as const).filter(key => contract?.[key] !== undefined);
  const [key] = keys;
  if (!contract || !key) return response;
  if (keys.length > 1) {
    document.errorAtKey(
      'key-choice',
      [...path, 'contract', 'response?'],
      'say response or response?, not both',
    );
  }
  if (contract[key] === 'nothing') {
    if (key === 'response?')
      document.error(
        'contract-notation',
        [...path, 'contract', key],
        'nothing is always nothing: write response: nothing',
      );
    return { body: [], mayBeNothing: true };
  }
  const shape = contractShape(document, [...path, 'contract', key], contract[key]);
  // What is said of a response that has no contract would be noise.
  return { body: [shape ?? any], mayBeNothing: key === 'response?' };
}
