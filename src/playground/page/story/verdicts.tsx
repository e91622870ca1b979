import type { FieldVerdict, Story } from '../../api-run.js';
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
      <p>{story.contract}.</p>
      {fields.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Verdict</th>
              <th scope="col">What the contract asks for</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(field => (
              <tr key={field.path}>
                <th scope="row">
                  <code>{field.path === '' ? 'the answer' : field.path}</code>
                </th>
                <td>
                  <span class={`tag ${colours[field.verdict]}`}>{field.verdict}</span>
                </td>
                <td>
                  {field.problem && <p class="bad">{field.problem}</p>}
                  <span class="faint">
                    {field.expected}
                    {field.required && ', needed'}
                  </span>
                  {field.value !== undefined && <code class="value">{shortJson(field.value, 60)}</code>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
