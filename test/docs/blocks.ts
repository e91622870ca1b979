/** A fenced block of a Markdown file: ```language title. */
export interface Block {
  readonly language: string;
  /** What stands behind the language: the file name of an example. */
  readonly title: string;
  readonly text: string;
  /** Of its first line of text. */
  readonly line: number;
}

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const [, language, title = ''] = /^```(\w+) ?(.*)$/.exec(lines[index] ?? '') ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', index);
    blocks.push({ language, title, text: `${lines.slice(index + 1, end).join('\n')}\n`, line: index + 2 });
    index = end;
  }
  return blocks;
}
