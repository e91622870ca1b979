import { useEffect, useRef } from 'preact/hooks';
import type { Playground } from './playground.js';

/** The keys that work everywhere on the page. */
export function useKeys(playground: Playground, showKeys: () => void): void {
  const help = useRef(showKeys);
  help.current = showKeys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A dialog asks something, and has its own keys.
      if (document.querySelector('dialog[open]')) return;
      const key = event.key.toLowerCase();
      const isCtrl = event.ctrlKey || event.metaKey;
      if (key === 'f1') help.current();
      else if (isCtrl && key === 's') void playground.save();
      else if (isCtrl && key === 'enter') playground.send();
      else if (event.altKey && key === 't') void playground.test();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the editors, in which Ctrl-Enter means something else.
    addEventListener('keydown', press, { capture: true });
    return () => removeEventListener('keydown', press, { capture: true });
  }, [playground]);
}

/** The browser asks before a mapping is lost that was not saved. */
export function useAskBeforeLeaving(playground: Playground): void {
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (playground.isEdited) event.preventDefault();
    };
    addEventListener('beforeunload', leave);
    return () => removeEventListener('beforeunload', leave);
  }, [playground]);
}
