import type { ComponentChildren } from 'preact';
import type { Headers, Json, ToldExchange } from '../../api-run.js';
import { CopyButton } from '../parts/copy-button.js';
import { Words } from '../parts/words.js';
import { outcomeOf } from './timeline.js';

/** One call of the CRM and its reply; closed, it tells what went where and how it ended. */
export function Exchange({ exchange, isLive }: { exchange: ToldExchange; isLive: boolean }) {
  const { call, reply, fault, judged, retryAfter, breaker, start, end = start } = exchange;
  return (
    <details class="exchange">
      <summary>
        <span class="method">{call.method}</span>
        <span class="url" title={call.url}>
          {pathOf(call.url)}
        </span>
        {isLive && <span class="faint">{end - start} ms</span>}
        <span class={`tag ${judged?.isGood ? 'good' : 'bad'}`}>{outcomeOf(exchange)}</span>
      </summary>
      <Part title="Call" beside={<CopyButton label="Copy as curl" text={call.curl} />}>
        <pre>{httpText(`${call.method} ${call.url}`, call.headers, call.body)}</pre>
      </Part>
      <Part title="Reply">
        {reply && <pre>{httpText(String(reply.status), reply.headers, reply.body)}</pre>}
        {fault && <p class="bad">{fault}</p>}
        {!reply && !fault && <p class="faint">None was given.</p>}
      </Part>
      {judged && (
        <p>
          <span class="faint">judged</span> {judged.verdict}: <Words text={judged.reason} />
        </p>
      )}
      {retryAfter !== undefined && <p class="faint">made again after {retryAfter} ms</p>}
      {breaker && <p class="faint">the breaker {breaker}</p>}
    </details>
  );
}

interface PartProps {
  readonly title: string;
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}

function Part({ title, beside, children }: PartProps) {
  return (
    <div class="part">
      <div class="part-head">
        <h4>{title}</h4>
        {beside}
      </div>
      {children}
    </div>
  );
}

/** Of an address what tells calls apart: the host is the same for all, and may be a placeholder. */
function pathOf(url: string): string {
  const path = url.replace(/^(?:https?:\/\/[^/?]*|<[^>]*>)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function httpText(first: string, headers: Headers, body: Json | undefined): string {
  const lines = [first, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return lines.join('\n') + (body ? `\n\n${body}` : '');
}
