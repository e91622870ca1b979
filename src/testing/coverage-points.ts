import type { Document } from '../document/document.js';
import { formatPath, type Path, type Place } from '../document/place.js';
import type { Step } from '../mapping/mapping.js';

/** What coverage is counted by, in the order of the table. */
export const pointKinds = [
  'operations',
  'steps',
  'skips',
  'calls',
  'rules',
  'functions',
  'branches',
] as const;

export type PointKind = (typeof pointKinds)[number];

/** Something of a mapping that a case can reach. */
export interface Point {
  readonly kind: PointKind;
  /** What has to happen. */
  readonly aspect: Aspect;
  readonly place: Place;
  /** Such as `operations.findCard.steps.byPhone`. */
  readonly name: string;
}

export type Aspect =
  | 'called'
  | 'reached'
  | 'skipped'
  | 'used'
  | 'true'
  | 'false'
  | 'missing'
  | 'failing'
  | 'then'
  | 'else';

/** Rules by which replies are judged, and what of each a case has to show: that all is well shows by itself. */
const rules = {
  throttledOn: 'true',
  missing: 'true',
  success: 'false',
  retryOn: 'true',
  renewOn: 'true',
  until: 'true',
} as const;

/** All that can be reached in a mapping, but for the branches inside of expressions. */
export function pointsOf(document: Document): Point[] {
  return [
    ...['operations', 'custom'].flatMap(section =>
      document.keysAt([section]).flatMap(id => operationPoints(document, [section, id])),
    ),
    ...stepsPoints(document, ['cards', 'verify']),
    ...document.keysAt(['calls']).flatMap(name => {
      const path = ['calls', name];
      return [atKey(document, 'calls', 'used', path), ...rulePoints(document, path)];
    }),
    ...rulePoints(document, ['crm']),
    ...loginsIn(document).flatMap(path => [
      atKey(document, 'steps', 'reached', path),
      ...rulePoints(document, path),
    ]),
    ...document
      .keysAt(['functions'])
      .map(name => atKey(document, 'functions', 'called', ['functions', name])),
  ];
}

/**
 * Where it is said what becomes of a call: at the step, at the call that it shares, or at the operation that is passed
 * on.
 */
export function placeOfAround(
  document: Document,
  operation: Path,
  step: Step | undefined,
  key: 'ifMissing' | 'mayFail',
): Place {
  const own = step ? [...operation, 'steps', step.name] : operation;
  const shared = step?.kind === 'call' ? step.shared : undefined;
  const isOwn = shared === undefined || document.keysAt(own).includes(key);
  return document.placeOfKey([...(isOwn ? own : ['calls', shared]), key]);
}

function operationPoints(document: Document, path: Path): Point[] {
  const keys = document.keysAt(path);
  if (keys.includes('unsupported')) return [];
  const ends = ['proxy', 'response'].filter(key => keys.includes(key));
  return [
    atKey(document, 'operations', 'called', path),
    ...stepsPoints(document, path),
    ...ends.map(key => atKey(document, 'steps', 'reached', [...path, key])),
    ...rulePoints(document, path),
  ];
}

function stepsPoints(document: Document, path: Path): Point[] {
  const at = [...path, 'steps'];
  return document.keysAt(at).flatMap(name => stepPoints(document, [...at, name]));
}

function stepPoints(document: Document, path: Path): Point[] {
  const isConditional = document.keysAt(path).includes('when');
  return [
    atKey(document, 'steps', 'reached', path),
    ...(isConditional ? [atKey(document, 'skips', 'skipped', path)] : []),
    ...rulePoints(document, path),
  ];
}

function rulePoints(document: Document, path: Path): Point[] {
  const keys = document.keysAt(path);
  const conditions = Object.entries(rules).flatMap(([key, aspect]) =>
    keys.includes(key) ? [atText(document, aspect, [...path, key])] : [],
  );
  const errors = keys.includes('errors') ? document.keysAt([...path, 'errors']) : [];
  return [
    ...conditions,
    ...errors.map(index => atText(document, 'true', [...path, 'errors', Number(index), 'when'])),
    ...(keys.includes('ifMissing') ? [atKey(document, 'rules', 'missing', [...path, 'ifMissing'])] : []),
    ...(document.sourceOf([...path, 'mayFail']) === 'true'
      ? [atKey(document, 'rules', 'failing', [...path, 'mayFail'])]
      : []),
  ];
}

/** `crm.auth.login`, and those among several kinds. */
function loginsIn(document: Document): Path[] {
  const auth = ['crm', 'auth'];
  const among = document.keysAt([...auth, 'among']).map(name => [...auth, 'among', name]);
  return [auth, ...among].flatMap(path =>
    document.keysAt(path).flatMap(kind => (kind === 'login' || kind === 'oauth2' ? [[...path, kind]] : [])),
  );
}

function atKey(document: Document, kind: PointKind, aspect: Aspect, path: Path): Point {
  return { kind, aspect, place: document.placeOfKey(path), name: formatPath(path) };
}

function atText(document: Document, aspect: Aspect, path: Path): Point {
  return { kind: 'rules', aspect, place: document.placeInText(path, 0), name: formatPath(path) };
}
