import { Dialog } from './parts/dialog.js';
import type { Playground } from './playground.js';
import { useStore } from './store.js';

/** Switches between replies that are given and the real CRM. There is none where the command was started without `--live`. */
export function LiveSwitch({ playground }: { playground: Playground }) {
  const { isLive } = useStore(playground);
  return (
    <label class="live-switch">
      <input
        type="checkbox"
        checked={isLive}
        onChange={({ currentTarget }) => playground.setLive(currentTarget.checked)}
      />
      Try live
    </label>
  );
}

/** The operation writes into the real CRM: it is asked once more. */
export function AskToWrite({ playground }: { playground: Playground }) {
  const { operation, workbench } = useStore(playground);
  return (
    <Dialog title="This writes into the CRM" close={() => playground.keepFromWriting()}>
      <p>
        <code>{operation}</code> changes something in the real CRM, with the params of{' '}
        <code>{workbench.config ?? 'the config'}</code>. It cannot be taken back from here.
      </p>
      <div class="dialog-buttons">
        <button type="button" onClick={() => playground.keepFromWriting()}>
          Do not send
        </button>
        <button type="button" class="danger" onClick={() => playground.send(true)}>
          Send and write
        </button>
      </div>
    </Dialog>
  );
}
