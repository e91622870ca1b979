import type { FieldVerdict, Story } from '../../api-run.js';
import { Words } from '../parts/words.js';
import { shortJson } from '../shown.js';

const colours: Record<FieldVerdict['verdict'], string> = {
  fits: 'good',
  wrong: 'bad',
  missing: 'bad',
  'left out': '',
  'not named': '',
};

export function isWrong({ verdict }: FieldVerdict): boolean {
  return colours[verdict] === 'bad';
}

/** What the contract says of each field of the answer. */
export function Verdicts({ story }: { story: Story }) {
  const fields = story.answer?.fields ?? [];
  return (
    <>
      <p class="sentence">
        <Words text={`${story.contract}.`} />
      </p>
      {fields.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">What the contract says</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(field => (
              <Row key={field.path} field={field} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ field: { path, verdict, expected, required, value, problem } }: { field: FieldVerdict }) {
  return (
    <tr>
      <th scope="row">
        <code>{breakable(path === '' ? 'the answer' : path)}</code>
        {value !== undefined && <code class="value faint">{shortJson(value, 60)}</code>}
      </th>
      <td>
        <span class={`tag ${colours[verdict]}`}>{verdict}</span>{' '}
        <span class="faint">
          {expected}
          {required && ', needed'}
        </span>
        {problem && (
          <p class="bad">
            <Words text={problem} />
          </p>
        )}
      </td>
    </tr>
  );
}

/** A long path goes on in the next line behind a point. */
function breakable(path: string) {
  return path.split(/(?<=\.)/).map(part => (
    <>
      {part}
      <wbr />
    </>
  ));
}
