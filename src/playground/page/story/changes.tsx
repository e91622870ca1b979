import { diffLines } from 'diff';
import type { Story } from '../../api-run.js';
import { readableHttp } from './answer.js';
import { outcomeOf } from './timeline.js';

interface Props {
  readonly story: Story;
  readonly before: Story | undefined;
}

/** What is different from the run before: the calls, and the answer. */
export function Changes({ story, before }: Props) {
  if (!before) return <p class="empty">Change something, and what becomes of it is told here.</p>;
  const parts = diffLines(asText(before), asText(story));
  return (
    <pre class="diff">
      {parts.map(({ added, removed, value }, at) => {
        const isSame = !added && !removed;
        const shown = isSame ? shortened(value, at === 0, at === parts.length - 1) : linesOf(value);
        const Tag = added ? 'ins' : removed ? 'del' : 'span';
        const sign = added ? '+' : removed ? '-' : ' ';
        return <Tag key={at}>{shown.map(line => `${sign} ${line}\n`).join('')}</Tag>;
      })}
    </pre>
  );
}

function asText({ exchanges, answer, contract }: Story): string {
  const calls = exchanges.map(exchange => {
    const { step, call } = exchange;
    return `${step}: ${call.method} ${call.url}\n${call.body ? `${call.body}\n` : ''}${outcomeOf(exchange)}\n`;
  });
  return `${calls.join('\n')}\n${answer ? readableHttp(answer) : contract}\n`;
}

/** How many lines around a change say where it is. */
const around = 2;

function shortened(value: string, isFirst: boolean, isLast: boolean): string[] {
  const lines = linesOf(value);
  const head = isFirst ? [] : lines.slice(0, around);
  const tail = isLast ? [] : lines.slice(Math.max(head.length, lines.length - around));
  return head.length + tail.length < lines.length ? [...head, '…', ...tail] : lines;
}

function linesOf(value: string): string[] {
  return value.replace(/\n$/, '').split('\n');
}
