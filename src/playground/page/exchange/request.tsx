import { PlainEditor } from '../editor/small-editor.js';
import { Tabs } from '../parts/tabs.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';
import { RequestForm } from './form.js';

type Way = 'form' | 'raw';

/** What Koshelek asks: a form made of the contract, or the text of HTTP. */
export function KoshelekAsks({ playground }: { playground: Playground }) {
  const { story } = useStore(playground);
  const { request } = playground.exchange;
  const isRaw = 'raw' in request;
  return (
    <section aria-labelledby="koshelek-asks">
      <h3 id="koshelek-asks">Koshelek asks</h3>
      <Tabs<Way>
        label="How the request is written"
        tabs={[
          { name: 'form', label: 'Form' },
          { name: 'raw', label: 'Raw' },
        ]}
        chosen={isRaw ? 'raw' : 'form'}
        choose={way => void playground.rewrite(way)}
      >
        {isRaw ? (
          <PlainEditor
            label="Request as the text of HTTP"
            text={request.raw}
            change={raw => playground.ask({ raw })}
          />
        ) : (
          <RequestForm playground={playground} request={request} />
        )}
      </Tabs>
      {story?.request.refused && (
        <p class="banner bad">The contract refuses this request, so no step was reached.</p>
      )}
    </section>
  );
}
