import type { ReplyInput } from '../../api-run.js';
import type { Playground } from '../playground.js';
import { useStore } from '../store.js';
import { Reply } from './reply.js';

/** What the CRM replies to each call of the operation. */
export function CrmReplies({ playground }: { playground: Playground }) {
  const { story, isLive } = useStore(playground);
  return (
    <section aria-labelledby="crm-replies">
      <h3 id="crm-replies">The CRM replies</h3>
      {isLive && <p class="faint">The real CRM does. What you gave is there again when “Try live” is off.</p>}
      {!isLive && stepsOf(playground).length === 0 && <p class="faint">This operation calls nobody.</p>}
      {!isLive &&
        stepsOf(playground).map(({ name, call }) => (
          <StepReplies
            key={`${playground.state.operation} ${name}`}
            playground={playground}
            name={name}
            call={call}
            isCalled={story?.exchanges.some(({ step }) => step === name) ?? true}
            isNeeded={story?.missingReply === name}
          />
        ))}
    </section>
  );
}

/** The steps that call; of a text that cannot be run, those that have replies. */
function stepsOf({ mapped, exchange }: Playground): { name: string; call: string }[] {
  const calls = mapped?.steps.filter(({ kind }) => kind === 'call' || kind === 'login') ?? [];
  const known = calls.map(({ name, method = '', path = '' }) => ({ name, call: `${method} ${path}`.trim() }));
  const others = Object.keys(exchange.replies).filter(name => !calls.some(call => call.name === name));
  return [...known, ...others.map(name => ({ name, call: '' }))];
}

interface StepProps {
  readonly playground: Playground;
  readonly name: string;
  readonly call: string;
  readonly isCalled: boolean;
  readonly isNeeded: boolean;
}

const empty: ReplyInput = { status: 200, body: '{}' };

function StepReplies({ playground, name, call, isCalled, isNeeded }: StepProps) {
  const replies = playground.exchange.replies[name] ?? [];
  const change = (next: readonly ReplyInput[]) => playground.reply(name, next);
  return (
    <section class={`reply-of ${isNeeded ? 'is-needed' : ''}`} aria-label={`Replies to ${name}`}>
      <header>
        <h4>{name}</h4>
        {isNeeded && <span class="tag bad">needs a reply</span>}
        {!isCalled && !isNeeded && <span class="tag">not called</span>}
        <code class="faint">{call}</code>
      </header>
      {replies.map((reply, at) => (
        <Reply
          key={at}
          name={replies.length === 1 ? name : `${name}, call ${at + 1}`}
          reply={reply}
          fixtures={playground.state.workbench.fixtures}
          change={next => change(replies.map((other, index) => (index === at ? next : other)))}
          remove={() => change(replies.filter((_, index) => index !== at))}
        />
      ))}
      <button type="button" class="quiet" onClick={() => change([...replies, empty])}>
        {replies.length === 0 ? 'Give a reply' : 'Another for the next call'}
      </button>
    </section>
  );
}
