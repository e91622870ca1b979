import type { OutlineParam } from '../../api.js';
import type { CardStates } from '../../api-run.js';
import { JsonEditor } from '../editor/small-editor.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';

/** What a run depends on beside the exchange: the mapping's params, and what card numbers are before. */
export function Circumstances({ playground }: { playground: Playground }) {
  const { outline, isLive } = useStore(playground);
  const params = outline?.params ?? [];
  if (isLive) return null;
  return (
    <>
      {playground.mapped?.takesCards && <CardNumbers playground={playground} />}
      {params.length > 0 && (
        <details>
          <summary>Params of the mapping</summary>
          <div class="fields">
            {params.map(param => (
              <Param
                key={param.name}
                param={param}
                value={playground.exchange.params[param.name] ?? ''}
                change={value => playground.setParam(param.name, value)}
              />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

interface ParamProps {
  readonly param: OutlineParam;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Param({ param, value, change }: ParamProps) {
  const { name, default: usual, secret, oneOf, description } = param;
  const id = `param-${name}`;
  return (
    <div class="field">
      <label for={id} title={description}>
        {name}
      </label>
      {oneOf ? (
        <select id={id} value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
          <option value="">{usual === undefined ? '' : `${usual} (by default)`}</option>
          {oneOf.map(each => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          value={value}
          placeholder={usual ?? (secret ? 'any text: it is a secret' : '')}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
    </div>
  );
}

/** The states as JSON, in the words of test files. */
function CardNumbers({ playground }: { playground: Playground }) {
  const { story } = useStore(playground);
  const { cards } = playground.exchange;
  const change = (text: string) => {
    const states = read(text);
    if (states !== 'unreadable') playground.setCards(states);
  };
  return (
    <section aria-labelledby="card-numbers">
      <h3 id="card-numbers">Card numbers before</h3>
      <JsonEditor
        label="Card numbers before the run"
        text={cards ? JSON.stringify(cards, undefined, 2) : ''}
        hint={'{ "2900000000018": "free" }'}
        change={change}
      />
      {story?.cards && (
        <p>
          <span class="faint">after</span> <code>{JSON.stringify(story.cards)}</code>
        </p>
      )}
    </section>
  );
}

function read(text: string): CardStates | undefined | 'unreadable' {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return 'unreadable';
  }
}
