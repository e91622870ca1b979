import type { Story, ToldAnswer } from '../../api-run.js';
import { Words } from '../parts/words.js';
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
          <strong>{failure.error}</strong>{' '}
          <Words text={[failure.message, failure.detail].filter(text => text).join(': ')} />{' '}
          {at && (
            <button type="button" class="link" onClick={() => playground.show(at)}>
              line {at.line}
            </button>
          )}
        </p>
      )}
      {answer && <pre>{readableHttp(answer)}</pre>}
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

/** The answer as raw HTTP, but with its body indented: it goes out on one line. */
export function readableHttp({ raw, body }: ToldAnswer): string {
  const [head = ''] = raw.split(/\r?\n\r?\n/, 1);
  return body === '' ? head : `${head}\n\n${body}`;
}
