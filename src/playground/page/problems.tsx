import { Words } from './parts/words.js';
import type { Playground } from './playground.js';
import type { Action } from './state.js';
import { useStore } from './store.js';

/** Why actions were refused. Two of them may be for the same reason, which is told once. */
export function Problems({ playground }: { playground: Playground }) {
  const { problems } = useStore(playground);
  const actions = Object.keys(problems) as Action[];
  const reasons = [...new Set(Object.values(problems))];
  return (
    <>
      {reasons.map(reason => (
        <div key={reason} class="app-banner refused">
          <p role="alert">
            <Words text={reason} />
          </p>
          <button
            type="button"
            class="quiet icon"
            aria-label="Close"
            title="Close"
            onClick={() => playground.forget(...actions.filter(action => problems[action] === reason))}
          >
            ×
          </button>
        </div>
      ))}
    </>
  );
}
