import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, placeholder } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { basics } from './basics.js';

interface Props {
  readonly label: string;
  readonly text: string;
  readonly change: (text: string) => void;
  /** What stands in it while it is empty. */
  readonly hint?: string;
}

const parse = jsonParseLinter();
const asJson = [json(), linter(view => (view.state.doc.length === 0 ? [] : parse(view)))];

/** A small editor for JSON; empty, or a page of HTML, is marked and taken all the same. */
export function JsonEditor(props: Props) {
  return <SmallEditor {...props} language={asJson} />;
}

// The same one with each drawing: another would make another editor, which has not the focus.
const asText: Extension = [];

/** A small editor for any text. */
export function PlainEditor(props: Props) {
  return <SmallEditor {...props} language={asText} />;
}

function SmallEditor({ label, text, change, hint = '', language }: Props & { language: Extension }) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  // The one of the last drawing, which knows the other replies as they are by now.
  const changed = useRef(change);
  changed.current = change;

  useEffect(() => {
    if (!box.current) return;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          basics(label),
          EditorView.lineWrapping,
          placeholder(hint),
          language,
          EditorView.updateListener.of(update => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, hint, language]);

  // Before the next key can be hit: a later effect would put an older text in the place of what was typed meanwhile.
  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  return <div class="small-editor" ref={box} />;
}
