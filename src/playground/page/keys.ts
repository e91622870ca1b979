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
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      // A key that is held down is meant once: each call of a real CRM is one.
      if (!event.repeat) act(playground, help.current);
    };
    // Before the editors, in which Ctrl-Enter means something else.
    addEventListener('keydown', press, { capture: true });
    return () => removeEventListener('keydown', press, { capture: true });
  }, [playground]);
}

type Act = (playground: Playground, showKeys: () => void) => void;

function actOf(event: KeyboardEvent): Act | undefined {
  const key = keyOf(event);
  const isCtrl = event.ctrlKey || event.metaKey;
  if (key === 'f1') return (_, showKeys) => showKeys();
  // Windows has AltGr as Ctrl and Alt together, and that is how some letters are typed.
  if (isCtrl && event.altKey) return undefined;
  if (isCtrl && key === 's') return playground => void playground.save();
  if (isCtrl && key === 'enter') return playground => playground.send();
  if (event.altKey && key === 't') return playground => void playground.test();
  return undefined;
}

/**
 * What is written on the key. A Cyrillic layout has no S there, and Option makes another character of a T on a Mac: then
 * it is the key that stands in the place of that letter.
 */
function keyOf({ key, code }: KeyboardEvent): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return (letter === undefined || /^[a-z]$/i.test(key) ? key : letter).toLowerCase();
}

/** The browser asks before what was not saved is lost: the mapping, and an exchange that was changed by hand. */
export function useAskBeforeLeaving(playground: Playground): void {
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (playground.isEdited || playground.isExchangeChanged) event.preventDefault();
    };
    addEventListener('beforeunload', leave);
    return () => removeEventListener('beforeunload', leave);
  }, [playground]);
}
