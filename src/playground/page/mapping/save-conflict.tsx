import { Dialog } from '../parts/dialog.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';

/** Somebody else has written the file since it was loaded, or taken it away. */
export function SaveConflict({ playground }: { playground: Playground }) {
  const { conflict } = useStore(playground);
  if (!conflict) return null;
  if (conflict === 'gone') return <MappingGone playground={playground} />;
  return (
    <Dialog title="The file has changed on the disk" close={() => playground.keepEditing()}>
      <p>
        <code>{conflict.name}</code> is not what it was when it was loaded here. Nothing was saved.
      </p>
      <div class="dialog-buttons">
        <button type="button" onClick={() => playground.keepEditing()}>
          Keep editing
        </button>
        <button type="button" onClick={() => playground.takeFromDisk()}>
          Take what is on the disk
        </button>
        <button type="button" class="danger" onClick={() => void playground.saveNevertheless()}>
          Overwrite it
        </button>
      </div>
    </Dialog>
  );
}

function MappingGone({ playground }: { playground: Playground }) {
  const { workbench } = useStore(playground);
  return (
    <Dialog title="The file is not on the disk any more" close={() => playground.keepEditing()}>
      <p>
        <code>{workbench.mapping.name}</code> was there when it was loaded here. Nothing was saved.
      </p>
      <div class="dialog-buttons">
        <button type="button" onClick={() => playground.keepEditing()}>
          Keep editing
        </button>
        <button type="button" class="primary" onClick={() => void playground.saveNevertheless()}>
          Write it again
        </button>
      </div>
    </Dialog>
  );
}
