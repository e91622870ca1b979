import { useState } from 'preact/hooks';
import { ExchangePane } from './exchange/exchange-pane.js';
import { useAskBeforeLeaving, useKeys } from './keys.js';
import { AskToWrite, LiveSwitch } from './live.js';
import { MappingPane } from './mapping/mapping-pane.js';
import { Splitter } from './parts/splitter.js';
import type { Playground } from './playground.js';
import { Problems } from './problems.js';
import { useRemembered } from './remembered.js';
import { Shortcuts } from './shortcuts.js';
import { useStore } from './store.js';
import { StoryPane } from './story/story-pane.js';

/** No pane may become too narrow to be used, of a hundred. */
const least = 18;

export function App({ playground }: { playground: Playground }) {
  const { workbench, isLive, isGone, notice, asksToWrite } = useStore(playground);
  const [left, setLeft] = useRemembered<number>('left', 40);
  const [middle, setMiddle] = useRemembered<number>('middle', 27);
  const [showsKeys, setShowsKeys] = useState(false);
  useKeys(playground, () => setShowsKeys(true));
  useAskBeforeLeaving(playground);
  const widths = {
    '--left': `${left}fr`,
    '--middle': `${middle}fr`,
    '--right': `${100 - left - middle}fr`,
  };
  return (
    <div class={`app ${isLive ? 'is-live' : ''}`}>
      <header class="app-head">
        <h1>
          loyalty-gw <span class="faint">playground</span>
        </h1>
        <span class="space" />
        <p class="faint" role="status">
          {notice}
        </p>
        {workbench.live && <LiveSwitch playground={playground} />}
        <button type="button" class="quiet" title="F1" onClick={() => setShowsKeys(true)}>
          Keys
        </button>
      </header>
      {isLive && (
        <p class="app-banner live" role="alert">
          <strong>Live.</strong> Calls go to the real CRM of {workbench.config ?? 'the config'}.
        </p>
      )}
      {isGone && (
        <p class="app-banner" role="alert">
          <strong>The server is gone.</strong> Start <code>loyalty-gw playground</code> again: what you wrote
          is kept here, and this page goes on by itself.
        </p>
      )}
      {!isGone && <Problems playground={playground} />}
      <main class="panes" style={widths}>
        <MappingPane playground={playground} />
        <Splitter
          label="Width of the mapping"
          direction="columns"
          share={left}
          least={least}
          most={100 - middle - least}
          change={setLeft}
        />
        <ExchangePane playground={playground} />
        <Splitter
          label="Width of the exchange"
          direction="columns"
          share={middle}
          least={least}
          most={100 - left - least}
          change={setMiddle}
        />
        <StoryPane playground={playground} />
      </main>
      {asksToWrite && <AskToWrite playground={playground} />}
      {showsKeys && <Shortcuts close={() => setShowsKeys(false)} />}
    </div>
  );
}
