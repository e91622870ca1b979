import { Document } from '../document/document.js';
import { formatPlace, type Path, type Place } from '../document/place.js';
import type { EngineEvent } from '../engine/events.js';
import type { Branch } from '../mapping/branches.js';
import type { MappedOperation, Mapping, Step } from '../mapping/mapping.js';
import { isVerifyStep, LOGIN, PROXY, verifyStep } from '../mapping/names.js';
import type { Source } from '../mapping/source.js';
import type { ExpressionWatch } from '../mapping/watch.js';
import type { TestCase } from './case.js';
import {
  type Aspect,
  type Point,
  type PointKind,
  placeOfAround,
  pointKinds,
  pointsOf,
} from './coverage-points.js';

export interface Count {
  readonly reached: number;
  readonly of: number;
}

/** What the cases reached of one mapping. */
export interface MappingCoverage {
  /** Absolute. */
  readonly file: string;
  readonly kinds: Readonly<Record<PointKind, Count>>;
  readonly all: Count;
  readonly reached: readonly Point[];
  /** What no case reached, in the order of the page. */
  readonly missed: readonly MissedPoint[];
}

export interface MissedPoint extends Point {
  /** Of an expression, its line. */
  readonly text?: string;
  /** Of a step, that it was skipped whenever a case came to it. */
  readonly isSkipped?: true;
}

/** Of a hundred; of nothing all is reached. */
export function percentOf({ reached, of }: Count): number {
  return of === 0 ? 100 : (reached / of) * 100;
}

/**
 * What the cases of all test files reach of their mappings. It is told by the events of their runs, and by the
 * expressions of mappings that are loaded with its watch.
 */
export class Coverage {
  readonly watch: ExpressionWatch = {
    foundBranch: branch => this.found(branch),
    tookBranch: ({ source, index, way }) => this.mark(way, this.placeIn(source, index)),
    calledFunction: source => this.mark('called', source.document.placeOfKey(source.path)),
    evaluated: ({ expression: { source }, value }) => {
      if (typeof value === 'boolean') this.mark(value ? 'true' : 'false', this.placeIn(source, 0));
    },
  };
  private readonly documents = new Map<string, Document>();
  private readonly branches = new Map<string, Point>();
  private readonly reached = new Set<string>();
  private readonly places = new WeakMap<Source, Map<number, Place>>();
  /** What happened in the case that runs. */
  private current = { isAnswered: false, successes: new Set<string>() };

  /**
   * Reads where the parts of a mapping stand, before its cases run.
   *
   * @param text where another one is tested than stands on the disk
   */
  async add(file: string, text?: string): Promise<void> {
    if (this.documents.has(file)) return;
    this.documents.set(file, text === undefined ? await Document.read(file) : new Document(file, text));
  }

  /** What the engine does in a case. Cases run one after the other. */
  event(event: EngineEvent, test: TestCase): void {
    const mapped = test.mapping.operations.get(test.operation.id);
    const document = this.documents.get(test.mapping.file);
    if (!mapped || !document) return;
    const path = pathOf(document, test.operation.id, event);
    const stepOf = (name: string) => stepNamed(test.mapping, mapped, name);
    switch (event.type) {
      case 'request':
        this.current = { isAnswered: false, successes: new Set() };
        this.mark('called', mapped.place);
        break;
      case 'skip':
        if (event.why === 'when') this.mark('skipped', stepOf(event.step)?.place);
        break;
      case 'step':
        if (event.kind === 'answer') this.current.isAnswered = true;
        this.mark('reached', stepOf(event.step)?.place ?? document.placeOfKey([...path, PROXY]));
        break;
      case 'call':
        this.called(event.step, stepOf(event.step), document, test);
        break;
      case 'verdict':
        if (event.verdict === 'success') this.current.successes.add(event.step);
        // Of a page that is not the first it is the end, and nothing else.
        else if (event.verdict === 'missing' && !this.current.successes.has(event.step))
          this.mark('missing', placeOfAround(document, path, stepOf(event.step), 'ifMissing'));
        break;
      case 'tolerated':
        this.mark('failing', placeOfAround(document, path, stepOf(event.step), 'mayFail'));
        break;
      case 'answer':
        if (mapped.kind === 'steps' && !event.answer.failure && !this.current.isAnswered)
          this.mark('reached', document.placeOfKey([...path, 'response']));
    }
  }

  /** What was reached of each mapping that was added, by file. */
  mappings(): MappingCoverage[] {
    return [...this.documents.keys()].sort().map(file => this.of(file));
  }

  private called(step: string, call: Step | undefined, document: Document, { mapping }: TestCase): void {
    const { auth } = mapping.crm;
    if (call?.kind === 'call' && call.shared !== undefined)
      this.mark('used', document.placeOfKey(['calls', call.shared]));
    if (step === LOGIN && auth.kind === 'session') this.mark('reached', auth.place);
  }

  private found({ source, index, way }: Branch): void {
    const place = this.placeIn(source, index);
    this.branches.set(idOf(way, place), { kind: 'branches', aspect: way, place, name: source.name });
  }

  private mark(aspect: Aspect, place: Place | undefined): void {
    if (place) this.reached.add(idOf(aspect, place));
  }

  /** Expressions are told of with each evaluation, and to find a place takes longer than most of them. */
  private placeIn(source: Source, index: number): Place {
    const places = this.places.get(source) ?? new Map<number, Place>();
    this.places.set(source, places);
    const place = places.get(index) ?? source.placeAt(index);
    places.set(index, place);
    return place;
  }

  private of(file: string): MappingCoverage {
    const document = this.documents.get(file) as Document;
    const own = [...pointsOf(document), ...this.branches.values()].filter(({ place }) => place.file === file);
    const points = [...new Map(own.map(point => [idOf(point.aspect, point.place), point])).values()];
    const isReached = ({ aspect, place }: Point) => this.reached.has(idOf(aspect, place));
    const count = (some: readonly Point[]) => ({ reached: some.filter(isReached).length, of: some.length });
    const kinds = pointKinds.map(kind => [kind, count(points.filter(point => point.kind === kind))]);
    const lines = document.text.split('\n');
    const missed = points
      .filter(point => !isReached(point))
      .map(
        (point): MissedPoint => ({
          ...point,
          ...(isExpression(point) && { text: lines[point.place.line - 1]?.trim() }),
          ...(point.aspect === 'reached' &&
            isReached({ ...point, aspect: 'skipped' }) && { isSkipped: true }),
        }),
      );
    return {
      file,
      kinds: Object.fromEntries(kinds),
      all: count(points),
      reached: points.filter(isReached),
      missed: missed.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column),
    };
  }
}

/** One point is what happens at one place, however many ways lead to it: aliases, uses of a shared call. */
function idOf(aspect: Aspect, place: Place): string {
  return `${aspect} ${formatPlace(place)}`;
}

function isExpression({ kind, aspect }: Point): boolean {
  return kind === 'branches' || aspect === 'true' || aspect === 'false';
}

function stepNamed({ verify }: Mapping, mapped: MappedOperation, name: string): Step | undefined {
  const stages = isVerifyStep(name) ? verify?.stages : mapped.kind === 'steps' ? mapped.stages : undefined;
  const told = isVerifyStep(name) ? verifyStep : (own: string) => own;
  return stages?.flat().find(({ step }) => told(step.name) === name)?.step;
}

/** Where the steps stand of which an event tells. */
function pathOf(document: Document, operation: string, event: EngineEvent): Path {
  if ('step' in event && isVerifyStep(event.step)) return ['cards', 'verify'];
  return [document.keysAt(['operations']).includes(operation) ? 'operations' : 'custom', operation];
}
