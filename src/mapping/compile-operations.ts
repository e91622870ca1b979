import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { nearest } from '../document/shape.js';
import {
  isOperationId,
  type Operation,
  operationIds,
  operations,
  withVersion,
} from '../loyalty-api/operations.js';
import { shapeOf } from '../loyalty-api/paths.js';
import { agreedOperation, customOperation } from './compile-contract.js';
import { compileOperation } from './compile-operation.js';
import type { Workshop } from './compiler.js';
import type { AgreementFields, MappingFields, OperationFields } from './fields.js';
import type { Judging, MappedOperation } from './mapping.js';
import { problemOfName } from './names.js';

/** Compiles the operations of the API and the mapping's own. Findings go to the document. */
export function compileOperations(
  workshop: Workshop,
  fields: MappingFields,
  defaults: Judging,
  version: string,
): Map<string, MappedOperation> {
  const { document } = workshop;
  const mapped = new Map<string, MappedOperation>();
  const routes = new Routes(document);
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
    add(['custom', id], { kind: 'steps', ...operationFields }, customOperation(id, summary));
  }
  return mapped;
}

function reportUnknown(document: Document, id: string): void {
  const guess = nearest(id, operationIds);
  const hint = guess
    ? `did you mean ${guess}?`
    : `the API has: ${operationIds.join(', ')}; operations of your own stand under custom:`;
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
  document.errorAtKey('contract', ['custom', id, 'contract'], message, 'add response:, or response: nothing');
}

/** The routes so far: two operations that the same requests fit would hide one another. */
class Routes {
  private readonly taken = new Map<string, string>();

  constructor(private readonly document: Document) {}

  add(path: Path, operation: Operation): void {
    for (const method of operation.methods) {
      const route = `${method} ${shapeOf(operation.path)}`;
      const other = this.taken.get(route);
      if (other === undefined) this.taken.set(route, operation.id);
      else {
        const message = `${method} ${operation.path} is the route of ${other} already`;
        this.document.errorAtKey('route', path, message, 'give one of them another route:');
      }
    }
  }
}
