/** What is to be known of a kind of finding. */
export interface CodeEntry {
  /** What is wrong, in a sentence. */
  readonly summary: string;
  /**
   * A file, or a part of a mapping, with this finding and no other. It is complete when it begins with `mapping: 1`, or
   * is a config, a test file or a selftest file.
   */
  readonly bad: string;
  /** The same, mended. */
  readonly good: string;
  /** Found only when a config names the mapping: what a deployment alone has is looked at then. */
  readonly isDeployed?: true;
}

/** Keeps the names of a group of codes as a type, and holds its entries against theirs. */
export function codes<const C extends string>(entries: Record<C, CodeEntry>): Readonly<Record<C, CodeEntry>> {
  return entries;
}

/** A text of lines that may be indented with the code around them. In it a `${` is written `\${`. */
export function yaml({ 0: text = '' }: TemplateStringsArray): string {
  const lines = text.split('\n').slice(1, -1);
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return `${lines.map(line => line.slice(indent)).join('\n')}\n`;
}
