import type { Document } from '../document/document.js';
import type { Path, Place } from '../document/place.js';
import { valueAt } from '../document/prune.js';
import { isObject } from '../json/values.js';
import { isOperationId, operations } from '../loyalty-api/operations.js';
import type { MappedOperation, Mapping, Step } from '../mapping/mapping.js';
import { LOGIN, verifyStep } from '../mapping/names.js';
import { stagesOf } from '../mapping/plan.js';
import type { Outline, OutlineOperation, OutlineParam, OutlineStep } from './api.js';
import { operationForm } from './forms.js';
import { rangeOf } from './hover.js';

/** What a mapping consists of, as far as a run can be put together from it. */
export function outlineOf(document: Document, mapping: Mapping): Outline {
  return {
    operations: [...mapping.operations.values()].map(mapped => outlined(document, mapping, mapped)),
    params: params(document.value),
  };
}

function outlined(document: Document, mapping: Mapping, mapped: MappedOperation): OutlineOperation {
  const { operation, kind } = mapped;
  const { id } = operation;
  const section = document.keysAt(['operations']).includes(id) ? 'operations' : 'custom';
  const steps = stagesOf(mapped).flatMap(stage => stage.map(({ step }) => step));
  const claims = steps.some(step => step.kind === 'claim');
  const asked = claims ? (mapping.verify?.stages.flat() ?? []) : [];
  const calls = steps.some(step => step.kind === 'call');
  const isUsual = isOperationId(id) && operations[id].request === operation.request;
  return {
    id,
    kind,
    ...(mapped.kind === 'unsupported' && { why: mapped.why }),
    range: keyRange(document.placeOfKey([section, id]), id),
    ...(!isUsual && { form: operationForm(operation) }),
    takesCards: claims || steps.some(step => step.kind === 'reserve'),
    steps: [
      ...(calls ? login(document, mapping) : []),
      ...steps.map(step => outlinedStep(document, [section, id, 'steps'], step, step.name)),
      ...asked.map(({ step }) =>
        outlinedStep(document, ['cards', 'verify', 'steps'], step, verifyStep(step.name)),
      ),
    ],
  };
}

function outlinedStep(document: Document, at: Path, step: Step, name: string): OutlineStep {
  const range = keyRange(step.place, step.name);
  if (step.kind !== 'call') return { name, kind: step.kind, range };
  const { method, isWrite, each, pages, shared } = step;
  const written = valueAt(document.value, [
    ...(shared === undefined ? [...at, step.name] : ['calls', shared]),
    method.toLowerCase(),
  ]);
  return {
    name,
    kind: 'call',
    range,
    method,
    ...(typeof written === 'string' && { path: written }),
    ...(isWrite && { writes: true }),
    ...(each ? { repeats: 'forEach' } : pages ? { repeats: 'pages' } : {}),
  };
}

function login({ file }: Document, { crm: { auth } }: Mapping): OutlineStep[] {
  if (auth.kind !== 'session' || auth.place.file !== file) return [];
  const { grant, place } = auth;
  const method = grant.kind === 'login' ? grant.call.method : 'POST';
  return [{ name: LOGIN, kind: 'login', range: keyRange(place, grant.kind), method }];
}

function params(value: unknown): OutlineParam[] {
  const { params: declared } = Object(value) as { params?: unknown };
  if (!isObject(declared)) return [];
  return Object.entries(declared).map(([name, written]) => {
    const field = Object(written) as Partial<OutlineParam>;
    return {
      name,
      required: field.required === true,
      secret: field.secret === true,
      ...(field.default !== undefined && { default: String(field.default) }),
      ...(Array.isArray(field.oneOf) && { oneOf: field.oneOf.map(String) }),
      ...(field.description !== undefined && { description: String(field.description) }),
    };
  });
}

/** A key at its place. */
export function keyRange(place: Place, key: string) {
  return rangeOf(place, { ...place, column: place.column + key.length });
}
