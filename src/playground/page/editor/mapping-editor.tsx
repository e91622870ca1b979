import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { foldGutter, foldKeymap } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CompleteAnswer, CompleteRequest } from '../../api.js';
import { ask } from '../client.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';
import { basics } from './basics.js';
import { type Completer, completionSource } from './completion.js';
import { coverageGutter, showCoverage } from './coverage.js';
import { showFindings } from './findings.js';
import { mappingLanguage } from './mapping-language.js';
import { changesOf, offsetOf } from './positions.js';
import { expressionValues, tellExpressions } from './values.js';

/** The editor of the mapping: what is written goes to the playground, what the playground knows is shown in it. */
export function MappingEditor({ playground }: { playground: Playground }) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const { text, checked, story, storyText, tested, testedText } = useStore(playground);

  useEffect(() => {
    if (!box.current) return;
    const view = new EditorView({ parent: box.current, state: begin(playground) });
    editor.current = view;
    playground.reveal = position => {
      const at = offsetOf(view.state.doc, position);
      view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 40 }) });
    };
    playground.show = position => {
      const at = offsetOf(view.state.doc, position);
      view.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      });
      view.focus();
    };
    playground.mend = fix => {
      view.dispatch({
        changes: changesOf(view.state.doc, fix),
        userEvent: 'input.fix',
        scrollIntoView: true,
      });
      view.focus();
    };
    return () => view.destroy();
  }, [playground]);

  // What came from the disk. Before the next key can be hit: a later effect would take an older text for one of the disk.
  useLayoutEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const view = editor.current;
    if (view && checked) view.dispatch(showFindings(view.state, checked.findings));
  }, [checked]);

  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const isOfThis = storyText === view.state.doc.toString();
    if (isOfThis || !story)
      view.dispatch({ effects: tellExpressions(view.state.doc, story?.explained ?? []) });
  }, [story, storyText]);

  const coverage = testedText === text ? tested?.coverage : undefined;
  useEffect(() => {
    editor.current?.dispatch({ effects: showCoverage(coverage) });
  }, [coverage]);

  return <div class="mapping-editor" ref={box} />;
}

function begin(playground: Playground): EditorState {
  const complete: Completer = (at, signal) => {
    const { text: _text, ...run } = playground.runRequest;
    const request: CompleteRequest = { ...at, run };
    // Without an answer there is nothing to propose, and the next check says why.
    return ask<CompleteAnswer>('complete', request, signal).catch(() => undefined);
  };
  return EditorState.create({
    doc: playground.state.text,
    extensions: [
      basics('Mapping'),
      mappingLanguage,
      coverageGutter(),
      lintGutter(),
      lineNumbers(),
      foldGutter(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      autocompletion({ override: [completionSource(complete)] }),
      expressionValues(),
      keymap.of([...searchKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.updateListener.of(update => {
        if (update.docChanged) playground.edit(update.state.doc.toString());
      }),
    ],
  });
}
