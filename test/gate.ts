/** Something that is waited for until a test lets it be. */
export interface Gate {
  readonly isOpen: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = () => {};
  const isOpen = new Promise<void>(resolve => {
    open = resolve;
  });
  return { isOpen, open };
}
