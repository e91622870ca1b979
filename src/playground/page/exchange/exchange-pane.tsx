import { useState } from 'preact/hooks';
import { nameOf } from '../named-cases.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';
import { Circumstances } from './circumstances.js';
import { OperationChooser } from './operation-chooser.js';
import { CrmReplies } from './replies.js';
import { KoshelekAsks } from './request.js';
import { SaveCase } from './save-case.js';

/** The middle: which operation, what Koshelek asks, and what the CRM replies. */
export function ExchangePane({ playground }: { playground: Playground }) {
  const { operation, isLive, begun, workbench } = useStore(playground);
  const { isRunning } = playground;
  const [isNaming, setNaming] = useState(false);
  const cases = workbench.cases.filter(each => each.operation === operation);
  return (
    <section class="pane" aria-labelledby="exchange-title">
      <header class="pane-head">
        <h2 id="exchange-title">Exchange</h2>
        <span class="space" />
        <button type="button" onClick={() => setNaming(true)} disabled={isLive}>
          Save as test
        </button>
        <button
          type="button"
          class={isLive ? 'danger' : 'primary'}
          title="Ctrl-Enter"
          onClick={() => playground.send()}
        >
          {isLive ? 'Send to the CRM' : 'Run'}
        </button>
      </header>
      <div class="pane-body" aria-busy={isRunning}>
        <OperationChooser playground={playground} />
        {cases.length > 0 && (
          <div class="field">
            <label for="begin">Begin with</label>
            <select
              id="begin"
              value={begun[operation] ?? ''}
              onChange={({ currentTarget }) => {
                const chosen = cases.find(each => nameOf(each) === currentTarget.value);
                if (chosen) playground.begin(chosen);
              }}
            >
              <option value="" disabled>
                a case…
              </option>
              {cases.map(each => (
                <option key={nameOf(each)} value={nameOf(each)}>
                  {each.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <KoshelekAsks playground={playground} />
        <CrmReplies playground={playground} />
        <Circumstances playground={playground} />
      </div>
      {isNaming && <SaveCase playground={playground} close={() => setNaming(false)} />}
    </section>
  );
}
