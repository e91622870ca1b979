import { MappingEditor } from '../editor/mapping-editor.js';
import { Splitter } from '../parts/splitter.js';
import { Tabs } from '../parts/tabs.js';
import { Words } from '../parts/words.js';
import type { Playground } from '../playground.js';
import { useRemembered } from '../remembered.js';
import { useStore } from '../store.js';
import { FindingsList } from './findings-list.js';
import { SaveConflict } from './save-conflict.js';
import { TestsPanel } from './tests-panel.js';

type Panel = 'findings' | 'tests';

/** The left: the mapping, and below it what is wrong in it and what its tests say. */
export function MappingPane({ playground }: { playground: Playground }) {
  const { workbench, checked, tested, conflict } = useStore(playground);
  const [height, setHeight] = useRemembered<number>('panel', 26);
  const [panel, setPanel] = useRemembered<string>('panel-shown', 'findings');
  const { isEdited } = playground;
  return (
    <section
      class="pane"
      aria-labelledby="mapping-title"
      style={{ '--above': `${100 - height}fr`, '--below': `${height}fr` }}
    >
      <header class="pane-head">
        <h2 id="mapping-title">Mapping</h2>
        <code class="file" title={workbench.mapping.path}>
          {workbench.mapping.name}
        </code>
        {isEdited && <span class="tag">not saved</span>}
        <span class="space" />
        <button
          type="button"
          class={isEdited ? 'primary' : ''}
          disabled={workbench.readOnly !== undefined}
          title={workbench.readOnly ?? 'Ctrl-S'}
          onClick={() => void playground.save()}
        >
          Save
        </button>
      </header>
      {workbench.readOnly && (
        <p class="banner">
          Read-only: <Words text={workbench.readOnly} />
        </p>
      )}
      <div class="stacked">
        <MappingEditor playground={playground} />
        <Splitter
          label="Height of the panel below the mapping"
          direction="rows"
          share={height}
          least={10}
          most={70}
          change={setHeight}
        />
        <Tabs<Panel>
          label="About the mapping"
          tabs={[
            { name: 'findings', label: <Counted label="Findings" number={checked?.findings.length} /> },
            { name: 'tests', label: <Counted label="Tests" number={tested?.failed} what=" failed" /> },
          ]}
          chosen={panel as Panel}
          choose={setPanel}
        >
          {panel === 'tests' ? (
            <TestsPanel playground={playground} />
          ) : (
            <FindingsList playground={playground} />
          )}
        </Tabs>
      </div>
      {conflict && <SaveConflict playground={playground} />}
    </section>
  );
}

interface CountedProps {
  readonly label: string;
  readonly number: number | undefined;
  readonly what?: string;
}

function Counted({ label, number, what = '' }: CountedProps) {
  return (
    <>
      {label}{' '}
      {number !== undefined && <span class={`count ${number > 0 ? 'some' : ''}`}>{`${number}${what}`}</span>}
    </>
  );
}
