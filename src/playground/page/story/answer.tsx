import type { Story } from '../../api-run.js';
import type { Playground } from '../playground.js';

interface Props {
  readonly story: Story;
  readonly playground: Playground;
}

/** What Koshelek gets, as raw HTTP; why there is none, or why it is an error. */
export function Answer({ story: { answer, failure, contract, missingReply }, playground }: Props) {
  const { at } = failure ?? {};
  return (
    <>
      {failure && (
        <p class="banner bad">
          <strong>{failure.error}</strong> {failure.message}
          {failure.detail && `: ${failure.detail}`}{' '}
          {at && (
            <button type="button" class="link" onClick={() => playground.show(at)}>
              line {at.line}
            </button>
          )}
        </p>
      )}
      {answer && <pre>{answer.raw}</pre>}
      {!answer && (
        <p class="banner">
          {missingReply
            ? `The run ended at ${missingReply}, which has no reply. Give it one under “The CRM replies”.`
            : contract}
        </p>
      )}
    </>
  );
}
