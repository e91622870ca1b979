/** What is to be known of a kind of finding. */
export interface CodeEntry {
  /** What is wrong, in a sentence. */
  readonly summary: string;
}

/** Keeps the names of a group of codes as a type, and holds its entries against theirs. */
export function codes<const C extends string>(entries: Record<C, CodeEntry>): Readonly<Record<C, CodeEntry>> {
  return entries;
}
