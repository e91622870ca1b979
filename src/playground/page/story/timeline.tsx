import type { Story, ToldExchange } from '../../api-run.js';
import { counted } from '../shown.js';

const rowHeight = 22;
/** Of the width, what the names of the steps take. */
const names = 0.32;

/** Which calls were under way at the same time, and which waited for others. */
export function Timeline({ story: { exchanges, duration, live } }: { story: Story }) {
  const end = Math.max(1, duration, ...exchanges.map(({ end = 0 }) => end));
  const x = (ms: number) => `${(names + (ms / end) * (1 - names)) * 100}%`;
  const wide = (ms: number) => `${Math.max(0.012, ms / end) * (1 - names) * 100}%`;
  return (
    <svg
      class="timeline"
      role="img"
      aria-label={inWords(exchanges)}
      width="100%"
      height={exchanges.length * rowHeight}
    >
      {exchanges.map((exchange, row) => {
        const { id, step, start, end: until = start } = exchange;
        const y = row * rowHeight;
        return (
          <g key={id}>
            {exchanges[row - 1]?.step !== step && (
              <text x="0" y={y + 15}>
                {step}
              </text>
            )}
            <line x1={x(0)} x2="100%" y1={y + 11} y2={y + 11} />
            <rect
              class={colourOf(exchange)}
              x={x(start)}
              width={wide(until - start)}
              y={y + 4}
              height={14}
              rx={3}
            >
              <title>{`${step}: ${outcomeOf(exchange)}${live ? `, ${until - start} ms` : ''}`}</title>
            </rect>
          </g>
        );
      })}
    </svg>
  );
}

function colourOf({ judged }: ToldExchange): string {
  return judged?.isGood ? 'good' : 'bad';
}

/** How an exchange ended, in a word. */
export function outcomeOf({ fault, reply }: ToldExchange): string {
  return fault ?? String(reply?.status ?? 'no reply');
}

/** The picture for who does not see it. */
function inWords(exchanges: readonly ToldExchange[]): string {
  const groups = new Map<number, Set<string>>();
  for (const { start, step } of exchanges) groups.set(start, (groups.get(start) ?? new Set()).add(step));
  const order = [...groups]
    .sort(([one], [other]) => one - other)
    .map(([, steps]) =>
      steps.size > 1 ? `${[...steps].join(' and ')} at the same time` : [...steps].join(),
    );
  return `${counted(exchanges.length, 'call')} of the CRM: ${order.join(', then ')}`;
}
