import { type Html, html } from './html.js';

/** Shows a description: of CommonMark, in which OpenAPI has them (4.2.1), we write paragraphs and `code`. */
export function prose(text: string): Html[] {
  return text.split('\n\n').map(paragraph => {
    const parts = paragraph.split('`');
    // An odd mark at the end would turn the rest into code.
    const isPaired = parts.length % 2 === 1;
    const shown = parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
    return html`<p>${isPaired ? shown : paragraph}</p>`;
  });
}
