import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { look } from './look.js';

/** The nonce of this page's Content-Security-Policy. Without it the browser refuses the style sheets of CodeMirror. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

/**
 * What all editors of the page have in common.
 * @param label the name of the editor for screen readers
 */
export function basics(label: string): Extension {
  return [
    EditorView.cspNonce.of(nonce),
    // Who has no pointer scrolls it with the arrow keys.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    look,
  ];
}
