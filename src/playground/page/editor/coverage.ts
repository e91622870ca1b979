import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { GutterMarker, gutter } from '@codemirror/view';
import type { CoverageAnswer, CoveredLine } from '../../api.js';

class CoverageMark extends GutterMarker {
  constructor(private readonly line: CoveredLine) {
    super();
  }

  override eq({ line: { state, missed } }: CoverageMark): boolean {
    return state === this.line.state && missed.join() === this.line.missed.join();
  }

  override toDOM(): HTMLElement {
    const { state, missed } = this.line;
    const mark = document.createElement('span');
    mark.className = `coverage ${state}`;
    mark.title = state === 'reached' ? 'reached by a case' : missed.join('\n');
    return mark;
  }
}

const show = StateEffect.define<CoverageAnswer | undefined>();

const marks = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(before, { state, changes, effects }) {
    for (const effect of effects) {
      if (!effect.is(show)) continue;
      const lines = effect.value?.lines.filter(({ line }) => line <= state.doc.lines) ?? [];
      return RangeSet.of(
        lines.map(line => new CoverageMark(line).range(state.doc.line(line.line).from)),
        true,
      );
    }
    return before.map(changes);
  },
});

/** Tells beside each line whether a test case reached what is in it. The panel of tests tells it in words. */
export function coverageGutter(): Extension {
  return [marks, gutter({ class: 'coverage-gutter', markers: ({ state }) => state.field(marks) })];
}

/** @param coverage of the text as it is; nothing takes the marks away */
export function showCoverage(coverage: CoverageAnswer | undefined): StateEffect<CoverageAnswer | undefined> {
  return show.of(coverage);
}
