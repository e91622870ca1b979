import { useId, useState } from 'preact/hooks';
import type { NamedReply } from '../../api.js';
import type { ReplyInput } from '../../api-run.js';
import { JsonEditor, PlainEditor } from '../editor/small-editor.js';

const faults = {
  timeout: 'Timeout: no reply in time',
  reset: 'Reset: the connection breaks',
  refused: 'Refused: nobody listens',
} as const;

/** The reply in whose place a fault came, for who only tries what becomes of it. */
const replyBefore = new WeakMap<ReplyInput, ReplyInput>();

function faultAfter(reply: ReplyInput, fault: keyof typeof faults): ReplyInput {
  const next: ReplyInput = { fault };
  const before = 'fault' in reply ? replyBefore.get(reply) : reply;
  if (before) replyBefore.set(next, before);
  return next;
}

interface Props {
  /** Of what it is a reply. */
  readonly name: string;
  readonly reply: ReplyInput;
  readonly fixtures: readonly NamedReply[];
  readonly change: (reply: ReplyInput) => void;
  readonly remove: () => void;
}

/** What was typed as the status, and is none. It counts as long as the reply stays as it is. */
interface WrongStatus {
  readonly text: string;
  readonly of: ReplyInput;
}

/** One reply of the CRM: a status and a body, a fault, or one of the recorded ones to begin with. */
export function Reply({ name, reply, fixtures, change, remove }: Props) {
  const isFault = 'fault' in reply;
  const [wrong, setWrong] = useState<WrongStatus>();
  const isWrong = !isFault && wrong?.of === reply;
  const problemId = useId();
  const choose = (chosen: string) => {
    const fixture = fixtures[Number(chosen)];
    if (chosen === 'reply') change(replyBefore.get(reply) ?? { status: 200, body: '{}' });
    else if (isFaultName(chosen)) change(faultAfter(reply, chosen));
    else if (fixture) change(fixture.reply);
  };
  return (
    <div class="reply">
      <div class="reply-head">
        <select
          aria-label={`What comes of ${name}`}
          value={isFault ? reply.fault : 'reply'}
          onChange={({ currentTarget }) => {
            choose(currentTarget.value);
            // A fixture is where to begin, and not what is chosen from then on.
            currentTarget.value = 'fault' in reply ? reply.fault : 'reply';
          }}
        >
          <option value="reply">Reply</option>
          {Object.entries(faults).map(([fault, label]) => (
            <option key={fault} value={fault}>
              {label}
            </option>
          ))}
          {fixtures.length > 0 && (
            <optgroup label="As in the test files">
              {fixtures.map(({ file, name }, at) => (
                <option key={`${file} ${name}`} value={at}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
        {!isFault && (
          <input
            type="number"
            aria-label={`Status of ${name}`}
            min={100}
            max={599}
            required
            value={isWrong ? wrong.text : reply.status}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? problemId : undefined}
            onInput={({ currentTarget: { validity, value, valueAsNumber } }) => {
              setWrong(validity.valid ? undefined : { text: value, of: reply });
              if (validity.valid) change({ ...reply, status: valueAsNumber });
            }}
          />
        )}
        <button
          type="button"
          class="quiet icon"
          aria-label={`Remove the reply of ${name}`}
          title="Remove"
          onClick={remove}
        >
          ×
        </button>
      </div>
      {isWrong && (
        <p class="banner bad" id={problemId} role="alert">
          A status is a number from 100 to 599. The run goes on with {reply.status}.
        </p>
      )}
      {!isFault && <Body name={name} reply={reply} change={change} />}
    </div>
  );
}

function isFaultName(text: string): text is keyof typeof faults {
  return text in faults;
}

interface BodyProps {
  readonly name: string;
  readonly reply: Exclude<ReplyInput, { fault: string }>;
  readonly change: (reply: ReplyInput) => void;
}

function Body({ name, reply, change }: BodyProps) {
  // A page of HTML is not JSON with mistakes.
  const Editor = /^\s*</.test(reply.body) ? PlainEditor : JsonEditor;
  return (
    <Editor
      label={`Body of the reply to ${name}`}
      text={reply.body}
      hint="an empty body"
      change={body => change({ ...reply, body })}
    />
  );
}
