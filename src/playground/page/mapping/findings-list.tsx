import type { Finding } from '../../api-run.js';
import { Words } from '../parts/words.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';

/** All that `check` found, for who does not want to look for the marks. */
export function FindingsList({ playground }: { playground: Playground }) {
  const { checked } = useStore(playground);
  if (!checked) return <p class="empty">Checking…</p>;
  if (checked.findings.length === 0) return <p class="empty">Nothing is wrong with the mapping.</p>;
  return (
    <ul class="findings">
      {checked.findings.map((finding, at) => (
        <OneFinding key={at} finding={finding} playground={playground} />
      ))}
    </ul>
  );
}

const colours = { error: 'bad', warning: 'warn', notice: '' } as const;

function OneFinding({ finding, playground }: { finding: Finding; playground: Playground }) {
  const { level, code, message, hint, range, about, fix } = finding;
  return (
    <li>
      <span class={`tag ${colours[level]}`}>{level}</span>
      <div>
        <p>
          <button type="button" class="link" onClick={() => playground.show(range.from)}>
            line {range.from.line}
          </button>{' '}
          <Words text={message} />
        </p>
        {hint && (
          <p class="faint">
            <Words text={hint} />
          </p>
        )}
        <div class="finding-more">
          {fix && (
            <button type="button" onClick={() => playground.mend(fix)}>
              {fix.title}
            </button>
          )}
          <details>
            <summary>{code}</summary>
            <p>
              <Words text={about.summary} />
            </p>
            <pre>{about.bad}</pre>
            <p>Mended:</p>
            <pre>{about.good}</pre>
          </details>
        </div>
      </div>
    </li>
  );
}
