import { type Extension, Prec, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  closeHoverTooltips,
  type EditorView,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
} from '@codemirror/view';
import type { Explained } from '../../api-run.js';
import { shortJson } from '../shown.js';
import { offsetsOf } from './positions.js';

/** Where an expression stands, and what it gave whenever it was evaluated in the last run. */
interface Told {
  readonly from: number;
  readonly to: number;
  readonly explained: readonly Explained[];
}

const tell = StateEffect.define<readonly Told[]>();

const toldExpressions = StateField.define<readonly Told[]>({
  create: () => [],
  update(told, { docChanged, changes, effects }) {
    for (const effect of effects) if (effect.is(tell)) return effect.value;
    if (!docChanged) return told;
    return told.map(each => ({
      ...each,
      from: changes.mapPos(each.from, 1),
      to: changes.mapPos(each.to, -1),
    }));
  },
});

const show = StateEffect.define<Tooltip | null>();

/** The tooltip that was asked for by the key; whatever happens next takes it away. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, { docChanged, selection, effects }) {
    for (const effect of effects) if (effect.is(show)) return effect.value;
    return docChanged || selection ? null : tooltip;
  },
  provide: field => showTooltip.from(field),
});

/** Shows what an expression gave in the last run: with the pointer on it, or by a key with the cursor in it. */
export function expressionValues(): Extension {
  return [
    toldExpressions,
    hoverTooltip((view, at) => tooltipAt(view, at), { hoverTime: 250 }),
    asked,
    Prec.high(
      keymap.of([
        { key: 'Mod-i', run: view => showAsked(view, tooltipAt(view, view.state.selection.main.head)) },
        { key: 'Escape', run: view => isShown(view) && showAsked(view, null) },
      ]),
    ),
  ];
}

function isShown({ state }: EditorView): boolean {
  return state.field(asked) !== null || hasHoverTooltips(state);
}

/** In the place of the one that the pointer has asked for. */
function showAsked(view: EditorView, tooltip: Tooltip | null): boolean {
  view.dispatch({ effects: [show.of(tooltip), closeHoverTooltips] });
  return true;
}

/** The expressions of a run of this text. */
export function tellExpressions(text: Text, explained: readonly Explained[]): StateEffect<readonly Told[]> {
  const told = new Map<string, Told>();
  for (const each of explained) {
    const { from, to } = offsetsOf(text, each.range);
    const key = `${from} ${to}`;
    told.set(key, { from, to, explained: [...(told.get(key)?.explained ?? []), each] });
  }
  return tell.of([...told.values()]);
}

function tooltipAt({ state }: EditorView, at: number): Tooltip | null {
  const around = state.field(toldExpressions).filter(({ from, to }) => from <= at && at <= to);
  const [inner] = around.sort((one, other) => one.to - one.from - (other.to - other.from));
  if (!inner) return null;
  return { pos: inner.from, end: inner.to, above: true, create: () => ({ dom: tooltip(inner.explained) }) };
}

/** More of what an expression gave in a loop says nothing new. */
const atMost = 4;

function tooltip(explained: readonly Explained[]): HTMLElement {
  const dom = element('div', 'value-tip');
  for (const { key, step, reads, value, failed } of explained.slice(0, atMost)) {
    const list = element('dl');
    const row = (name: string, shown: string, className = '') =>
      list.append(element('dt', '', name), element('dd', className, shown));
    const gave = failed === undefined ? `gave ${shortJson(value)}` : `failed: ${failed}`;
    row(step ? `${step}.${key}` : key, gave, failed === undefined ? 'gave' : 'bad');
    for (const read of reads) row(read.name, shortJson(read.value));
    dom.append(list);
  }
  const more = explained.length - atMost;
  if (more > 0) dom.append(element('p', 'faint', `and ${more} times more`));
  return dom;
}

function element(name: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
