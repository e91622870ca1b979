import { Words } from '../parts/words.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';

/** The operations of the API and the mapping's own, by what the mapping makes of them. */
export function OperationChooser({ playground }: { playground: Playground }) {
  const { operation, outline, workbench } = useStore(playground);
  const mapped = outline?.operations ?? [];
  const own = mapped.filter(({ form }) => form !== undefined).map(({ id }) => id);
  const ids = [...workbench.operations.map(({ id }) => id), ...own];
  const isUnsupported = (id: string) => mapped.find(each => each.id === id)?.kind === 'unsupported';
  const isLeftOut = (id: string) => outline !== undefined && !mapped.some(each => each.id === id);
  const { form, mapped: chosen } = playground;
  return (
    <>
      <div class="field">
        <label for="operation">Operation</label>
        <select
          id="operation"
          value={operation}
          onChange={({ currentTarget }) => playground.choose(currentTarget.value)}
        >
          <Operations label="Mapped" ids={ids.filter(id => !isUnsupported(id) && !isLeftOut(id))} />
          <Operations label="Unsupported" ids={ids.filter(isUnsupported)} />
          <Operations label="Left out of the mapping" ids={ids.filter(isLeftOut)} />
        </select>
      </div>
      {form && (
        <p class="about">
          <code>
            {form.method} {form.path}
          </code>{' '}
          <span class="faint">{form.summary}</span>
        </p>
      )}
      {chosen?.why && (
        <p class="banner">
          Unsupported: <Words text={chosen.why} />
        </p>
      )}
    </>
  );
}

function Operations({ label, ids }: { label: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <optgroup label={label}>
      {ids.map(id => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </optgroup>
  );
}
