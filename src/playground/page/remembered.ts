import { useState } from 'preact/hooks';

/**
 * A state that this browser remembers, such as the width of a pane. Where it may not keep anything, or where what it
 * kept is not of the kind, the first value holds.
 */
export function useRemembered<Value extends string | number | boolean>(
  name: string,
  first: Value,
): [Value, (value: Value) => void] {
  const key = `loyalty-gw.playground.${name}`;
  const [value, setValue] = useState(() => read(key, first));
  return [
    value,
    next => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Nothing is lost but the memory of it.
      }
    },
  ];
}

function read<Value>(key: string, first: Value): Value {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === typeof first ? kept : first;
  } catch {
    return first;
  }
}
