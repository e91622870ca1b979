import type { Document } from '../document/document.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import {
  isOperationId,
  type Operation,
  operationIds,
  operations,
  withVersion,
} from '../loyalty-api/operations.js';
import { agreedOperation, customOperation } from './compile-contract.js';
import { compileOperation } from './compile-operation.js';
import { checkCalls } from './compile-use.js';
import type { Workshop } from './compiler.js';
import type { AgreementFields, MappingFields, OperationFields } from './fields.js';
import type { Judging, MappedOperation } from './mapping.js';
import { problemOfName } from './names.js';
import { RouteTable } from './route-table.js';
import { usesIn } from './uses.js';

/** Compiles the operations of the API and the mapping's own. Findings go to the document. */
export function compileOperations(
  workshop: Workshop,
  fields: MappingFields,
  defaults: Judging,
  version: string,
): Map<string, MappedOperation> {
  const { document } = workshop;
  const mapped = new Map<string, MappedOperation>();
  const unmapped = Object.values(operations).filter(({ id }) => !Object.hasOwn(fields.operations, id));
  const routes = new RouteTable(
    document,
    unmapped.map(operation => withVersion(operation, version)),
  );
  const add = (path: Path, operationFields: OperationFields, base: Operation) => {
    const operation = agreedOperation(document, path, operationFields, base);
    routes.add(path, operation);
    mapped.set(operation.id, compileOperation(workshop, path, operationFields, operation, defaults));
  };
  for (const [id, operationFields] of Object.entries(fields.operations)) {
    if (isOperationId(id)) add(['operations', id], operationFields, withVersion(operations[id], version));
    else reportUnknown(document, id);
  }
  for (const [id, { summary, ...operationFields }] of Object.entries(fields.custom)) {
    if (reportCustomName(document, id)) continue;
    reportUntoldAnswer(document, id, operationFields.contract);
    add(['custom', id], operationFields, customOperation(id, summary));
  }
  checkCalls(
    workshop,
    defaults,
    usesIn(fields).map(({ use }) => use),
  );
  return mapped;
}

function reportUnknown(document: Document, id: string): void {
  const others = `the API has: ${operationIds.join(', ')}; operations of your own stand under custom:`;
  const hint = suggestion(id, operationIds, others);
  document.errorAtKey('unknown-operation', ['operations', id], `there is no operation "${id}"`, hint);
}

/** @returns whether there is a finding */
function reportCustomName(document: Document, id: string): boolean {
  const problem = isOperationId(id)
    ? `${id} is an operation of the API, which stands under operations:`
    : problemOfName(id, 'an operation');
  if (problem !== undefined) document.errorAtKey('operation-name', ['custom', id], problem);
  return problem !== undefined;
}

function reportUntoldAnswer(document: Document, id: string, contract: AgreementFields['contract']): void {
  if (contract?.response !== undefined || contract?.['response?'] !== undefined) return;
  const message = `the contract of ${id} does not say what it answers`;
  document.errorAtKey(
    'missing-key',
    ['custom', id, 'contract'],
    message,
    'add response:, or response: nothing',
  );
}
