import { Dialog } from './parts/dialog.js';

const keys: readonly (readonly [string, string])[] = [
  ['Ctrl-S', 'save the mapping'],
  ['Ctrl-Enter', 'run the operation; send it, when “Try live” is on'],
  ['Alt-T', 'run all tests'],
  ['Ctrl-Space', 'propose what may stand here'],
  ['Ctrl-I', 'show what the expression at the cursor gave'],
  ['F8', 'go to the next finding'],
  ['Ctrl-F', 'find in the mapping'],
  ['Ctrl-Z, Ctrl-Y', 'undo, redo'],
  ['Escape, then Tab', 'leave an editor, in which Tab indents'],
  ['Arrow keys', 'choose between tabs; move the border between two panes'],
  ['F1', 'show these keys'],
];

export function Shortcuts({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys" close={close}>
      <p class="faint">On a Mac, Cmd stands for Ctrl, and Option for Alt.</p>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="dialog-buttons">
        <button type="button" class="primary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
