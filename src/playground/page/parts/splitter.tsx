interface Props {
  /** What it makes wider or narrower, for screen readers. */
  readonly label: string;
  readonly direction: 'columns' | 'rows';
  /** The share of what stands before it (`columns`) or behind it (`rows`), of a hundred. */
  readonly share: number;
  readonly least: number;
  readonly most: number;
  readonly change: (share: number) => void;
}

const STEP = 2;

/** The border between two panes: dragged, or moved by the arrow keys. */
export function Splitter({ label, direction, share, least, most, change }: Props) {
  const isRows = direction === 'rows';
  const set = (wanted: number) => change(Math.min(most, Math.max(least, Math.round(wanted * 10) / 10)));

  const drag = (down: PointerEvent & { currentTarget: HTMLElement }) => {
    const { currentTarget: border } = down;
    const whole = border.parentElement?.getBoundingClientRect();
    if (!whole || down.button !== 0) return;
    border.setPointerCapture(down.pointerId);
    const from = isRows ? down.clientY : down.clientX;
    const size = isRows ? whole.height : whole.width;
    border.onpointermove = move => {
      const moved = ((isRows ? move.clientY : move.clientX) - from) / size;
      set(share + moved * (isRows ? -100 : 100));
    };
    border.onlostpointercapture = () => {
      border.onpointermove = null;
    };
  };

  const press = (event: KeyboardEvent) => {
    const [less, more] = isRows ? ['ArrowDown', 'ArrowUp'] : ['ArrowLeft', 'ArrowRight'];
    if (event.key === less) set(share - STEP);
    else if (event.key === more) set(share + STEP);
    else if (event.key === 'Home') set(least);
    else if (event.key === 'End') set(most);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: hr cannot be moved; this is the window splitter of the ARIA patterns
    <div
      class={`splitter ${direction}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isRows ? 'horizontal' : 'vertical'}
      aria-valuenow={Math.round(share)}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
