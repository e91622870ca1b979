import { type Content, type Html, html } from './html.js';

/**
 * A table that scrolls in itself where the screen is narrow, and can be reached by the keyboard to do so.
 *
 * @param ids of the rows, for links to them
 */
export function table(options: {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly Content[])[];
  ids?: readonly string[];
}): Html {
  const { label, heads, rows, ids } = options;
  const shown = rows.map(([first, ...others], index) => {
    const id = ids?.[index];
    return html`<tr${id === undefined ? undefined : html` id="${id}"`}><th scope="row">${first}</th>${others.map(
      cell => html`<td>${cell}</td>`,
    )}</tr>
`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${shown}</tbody></table></div>`;
}
