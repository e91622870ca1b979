import type { Io } from './io.js';

/** A run that takes no longer than this shows nothing. Milliseconds. */
const PATIENCE = 1_000;

/** Between two pictures. Milliseconds. */
const PACE = 100;

const WHEEL = ['|', '/', '-', '\\'] as const;

/** Goes to the start of the line and empties it. */
const ERASE = '\r\x1b[2K';

/** How far a long run is: one line on stderr, which goes away by itself. */
export interface Progress {
  /** What goes on now, such as `120 of 500 cases`. Cheap: may be called for every item. */
  tell(text: string): void;
  /** Writes to stdout what stays. Whatever is printed while a run shows its progress goes through here. */
  print(text: string): void;
}

/**
 * Does work that may take long. Its progress is shown once it has taken a second, where a person looks at stderr;
 * elsewhere, and with `--json`, nothing is. The line is erased when the work ends, however it ends.
 *
 * @param isWanted `false` with `--json`
 */
export async function withProgress<T>(
  io: Io,
  isWanted: boolean,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const line = isWanted && isTerminal(io) ? new Line(io) : undefined;
  // Also what waits for the network turns the wheel.
  const timer = line && setInterval(() => line.draw(), PACE);
  timer?.unref();
  try {
    return await work({
      tell: text => line?.tell(text),
      print: text => {
        line?.erase();
        io.stdout.write(text);
      },
    });
  } finally {
    clearInterval(timer);
    line?.erase();
  }
}

function isTerminal({ stderr, env }: Io): boolean {
  return (stderr as Partial<NodeJS.WriteStream>).isTTY === true && env.TERM !== 'dumb';
}

class Line {
  private text = '';
  private isShown = false;
  private turns = 0;
  private due = performance.now() + PATIENCE;

  constructor(private readonly io: Io) {}

  /** Draws by itself: work that never waits gives no timer its turn. */
  tell(text: string): void {
    this.text = text;
    this.draw();
  }

  draw(): void {
    const now = performance.now();
    if (now < this.due) return;
    this.due = now + PACE;
    this.turns += 1;
    this.isShown = true;
    const { columns = 80 } = this.io.stderr as Partial<NodeJS.WriteStream>;
    // A line that wraps could not be erased.
    const text = `${WHEEL[this.turns % WHEEL.length]} ${this.text}`.slice(0, columns - 1);
    this.io.stderr.write(`${ERASE}${text}`);
  }

  erase(): void {
    if (this.isShown) this.io.stderr.write(ERASE);
    this.isShown = false;
  }
}
