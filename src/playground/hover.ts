import type { Document } from '../document/document.js';
import { formatPlace, type Place } from '../document/place.js';
import type { EngineEvent } from '../engine/events.js';
import type { ExpressionWatch } from '../mapping/watch.js';
import { Explainer, type Explained as Told } from '../story/explainer.js';
import type { Explained, Range } from './api-run.js';
import { valueIn } from './json-text.js';

/** Nobody points at more of them, and a list of thousands evaluates each thousands of times. */
const MOST = 2_000;

/** What the expressions of one run gave, for whoever points at them. */
export class Hover {
  readonly explainer = new Explainer();
  readonly watch: ExpressionWatch = {
    ...this.explainer.watch,
    evaluated: evaluation => {
      const { source } = evaluation.expression;
      this.ends.set(formatPlace(source.placeAt(0)), source.placeAt(source.text.length));
      if (this.count++ < MOST) this.explainer.watch.evaluated?.(evaluation);
    },
  };
  private readonly ends = new Map<string, Place>();
  private readonly exchanges: { readonly id: string; readonly step: string }[] = [];
  private readonly steps = new Set<string>();
  private count = 0;

  observe(event: EngineEvent): void {
    if (event.type === 'call') this.exchanges.push({ id: event.exchange, step: event.step });
    if ('step' in event) this.steps.add(event.step);
  }

  /** By step, those of an exchange behind those of none. */
  explained({ file }: Document): Explained[] {
    const tell = (told: readonly Told[], where: Pick<Explained, 'step' | 'exchange'>) =>
      told.filter(({ place }) => place.file === file).map(each => ({ ...this.shown(each), ...where }));
    const { explainer } = this;
    return [
      ...[...this.steps].flatMap(step => [
        ...tell(explainer.of(step), { step }),
        ...this.exchanges
          .filter(each => each.step === step)
          .flatMap(({ id }) => tell(explainer.of(step, id), { step, exchange: id })),
      ]),
      ...tell(explainer.of(undefined), {}),
    ];
  }

  private shown({ key, place, expression, reads, failed, conditions, ...rest }: Told): Explained {
    const end = this.ends.get(formatPlace(place)) ?? place;
    return {
      range: rangeOf(place, end),
      key,
      expression,
      reads: reads.map(({ name, value }) => ({ name, ...valueIn(value) })),
      ...valueIn(rest.value),
      ...(failed !== undefined && { failed }),
      conditions: conditions.map(({ place: at, sign, way, times }) => ({
        at: positionOf(at),
        sign,
        way,
        times,
      })),
    };
  }
}

export function positionOf({ line, column }: Place) {
  return { line, column };
}

export function rangeOf(from: Place, to: Place): Range {
  return { from: positionOf(from), to: positionOf(to) };
}
