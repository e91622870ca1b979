import { useState } from 'preact/hooks';
import { Refused } from '../client.js';
import { Dialog } from '../parts/dialog.js';
import type { Playground } from '../playground.js';

interface Props {
  readonly playground: Playground;
  readonly close: () => void;
}

/** Asks for the name of a case, and has it written into the test file. */
export function SaveCase({ playground, close }: Props) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const [isThere, setThere] = useState(false);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await playground.saveCase(name.trim(), isThere);
      close();
    } catch (error) {
      setThere(error instanceof Refused && error.code === 'exists');
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="Save as test" close={close}>
      <form onSubmit={save}>
        <p>The request, what the CRM replies, the calls and the answer become a case of the test file.</p>
        <div class="field">
          <label for="case-name">Name</label>
          <input
            id="case-name"
            required
            value={name}
            placeholder="what the case shows"
            autocomplete="off"
            onInput={({ currentTarget }) => {
              setName(currentTarget.value);
              setThere(false);
              setProblem('');
            }}
          />
        </div>
        {problem && (
          <p class="banner bad" role="alert">
            {problem}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class={isThere ? 'danger' : 'primary'}>
            {isThere ? 'Replace it' : 'Save as test'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
