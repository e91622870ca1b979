import { useState } from 'preact/hooks';
import type { Story } from '../../api-run.js';
import { Tabs } from '../parts/tabs.js';
import type { Playground } from '../playground.js';
import { useRemembered } from '../remembered.js';
import { counted } from '../shown.js';
import { useStore } from '../store.js';
import { Answer } from './answer.js';
import { Changes } from './changes.js';
import { StoryStep } from './step.js';
import { Timeline } from './timeline.js';
import { isWrong, Verdicts } from './verdicts.js';

/** The right: what Koshelek gets, and how it came about. */
export function StoryPane({ playground }: { playground: Playground }) {
  const { story, storyText, text, isLive, checked } = useStore(playground);
  const { isRunning } = playground;
  const errors = checked?.findings.filter(({ level }) => level === 'error').length ?? 0;
  return (
    <section class="pane" aria-labelledby="story-title">
      <header class="pane-head">
        <h2 id="story-title">Story</h2>
        <span class="space" />
        <span class="faint">{isRunning && isLive ? 'waiting for the CRM…' : ''}</span>
        <output>{story && <Outcome story={story} />}</output>
      </header>
      <div class="pane-body" aria-busy={isRunning}>
        {errors > 0 && (
          <p class="banner">
            The mapping has {counted(errors, 'error')}.{' '}
            {!story && 'Mend what is marked, and the story is told here.'}
            {story && storyText !== text && 'This is the last story before.'}
          </p>
        )}
        {story && <Told story={story} playground={playground} />}
        {!story && isLive && (
          <p class="empty">Nothing was sent yet. “Send to the CRM” sends the calls for real.</p>
        )}
      </div>
    </section>
  );
}

function Outcome({ story: { answer, isGood } }: { story: Story }) {
  if (!answer) return <span class="tag bad">no answer</span>;
  return <span class={`tag ${isGood ? 'good' : 'bad'}`}>Koshelek gets {answer.status}</span>;
}

type Side = 'answer' | 'contract' | 'changes';

function Told({ story, playground }: { story: Story; playground: Playground }) {
  const [side, setSide] = useRemembered<string>('answer', 'answer');
  const [showsAll, setShowsAll] = useState(false);
  const wrong = story.answer?.fields.filter(isWrong).length ?? 0;
  const happened = story.steps.filter(({ kind }) => kind !== 'skipped' && kind !== 'not reached');
  const quiet = story.steps.length - happened.length;
  return (
    <>
      <Tabs<Side>
        label="What Koshelek gets"
        tabs={[
          { name: 'answer', label: 'Answer' },
          { name: 'contract', label: wrong > 0 ? `Contract: ${wrong} wrong` : 'Contract' },
          { name: 'changes', label: 'Changes' },
        ]}
        chosen={side as Side}
        choose={setSide}
      >
        {side === 'contract' && <Verdicts story={story} />}
        {side === 'changes' && <Changes story={story} before={playground.state.before} />}
        {side === 'answer' && <Answer story={story} playground={playground} />}
      </Tabs>
      <section aria-labelledby="crm-calls">
        <h3 id="crm-calls">Calls of the CRM</h3>
        {story.exchanges.length > 0 ? <Timeline story={story} /> : <p class="faint">None.</p>}
      </section>
      <section aria-labelledby="steps">
        <h3 id="steps">Step by step</h3>
        <ol class="steps">
          {(showsAll ? story.steps : happened).map(step => (
            <StoryStep
              key={step.step}
              step={step}
              exchanges={story.exchanges.filter(exchange => exchange.step === step.step)}
              playground={playground}
            />
          ))}
        </ol>
        {quiet > 0 && (
          <button type="button" class="quiet" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Hide' : 'Show'} {counted(quiet, 'step')} that did nothing
          </button>
        )}
      </section>
    </>
  );
}
