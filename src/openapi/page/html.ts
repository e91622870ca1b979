/** Text that is HTML already. Only `html` makes it, so nothing gets into a page unescaped. */
export class Html {
  private constructor(readonly text: string) {}

  /** For what is ours from beginning to end, such as a style sheet. */
  static trusted(text: string): Html {
    return new Html(text);
  }
}

/** What can stand in a page: a text, escaped when it gets there; HTML; several of these; nothing. */
export type Content = string | Html | undefined | readonly Content[];

/**
 * Writes HTML. Whatever is put in is escaped, in text and in quoted attributes alike; an attribute without quotes and
 * the inside of `script` and `style` are no places to put anything.
 */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  const text = parts.reduce((before, part, index) => before + textOf(contents[index - 1]) + part);
  return Html.trusted(text);
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escaped(content);
  return content instanceof Html ? content.text : content.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? '');
}
