import type { ToldExchange, ToldStep } from '../../api-run.js';
import { Words } from '../parts/words.js';
import type { Playground } from '../playground.js';
import { counted, shortJson } from '../shown.js';
import { Exchange } from './exchange.js';

interface Props {
  readonly step: ToldStep;
  readonly exchanges: readonly ToldExchange[];
  readonly playground: Playground;
}

/** What happened at one step, short; with its calls behind it. */
export function StoryStep({ step, exchanges, playground }: Props) {
  const isQuiet = step.kind === 'skipped' || step.kind === 'not reached';
  const { range } = step;
  return (
    <li class={isQuiet ? 'is-quiet' : ''}>
      <div class="step-line">
        {range ? (
          <button
            type="button"
            class="link"
            title={`Line ${range.from.line} of the mapping`}
            onClick={() => playground.show(range.from)}
          >
            {step.step}
          </button>
        ) : (
          <strong>{step.step}</strong>
        )}
        <span class="faint">
          <Words text={whatHappened(step, exchanges)} />
        </span>
      </div>
      {exchanges.map(exchange => (
        <Exchange key={exchange.id} exchange={exchange} isLive={playground.state.isLive} />
      ))}
      {step.cards?.map(happening => (
        <p key={happening}>{happening}</p>
      ))}
      {!isQuiet && (step.value !== undefined || step.isAbsent) && (
        <p class="holds">
          <span class="faint">holds</span> <code title={step.value}>{shortJson(step.value, 110)}</code>
        </p>
      )}
    </li>
  );
}

function whatHappened({ kind, why, needs, tolerated }: ToldStep, exchanges: readonly ToldExchange[]): string {
  if (kind === 'skipped')
    return why ? 'skipped: the request is a repeated one' : 'skipped: its `when` is false';
  const told = [
    kind === 'call' ? (exchanges.length > 1 ? counted(exchanges.length, 'call') : '') : kind,
    needs.length > 0 && kind === 'call' ? `waited for ${needs.join(', ')}` : '',
    tolerated ? `may fail, and did: ${tolerated.join(', ')}` : '',
  ];
  return told.filter(text => text !== '').join('; ');
}
