/** The keys beside the one of a line: those in its column, up and down to where something ends that is around them. */
export function siblingsOf(text: string, line: number): string[] {
  const lines = text.split('\n');
  const column = columnOf(lines[line - 1] ?? '');
  const found: string[] = [];
  for (const step of [-1, 1]) {
    for (let at = line - 1 + step; at >= 0 && at < lines.length; at += step) {
      const current = lines[at] ?? '';
      if (/^\s*(?:#|$)/.test(current)) continue;
      const other = columnOf(current);
      // The first key behind a dash stands beside those below it, and an item begins there.
      const isItem = /^ *- /.test(current);
      if (other < column || (isItem && step > 0 && other <= column)) break;
      const [, key] = /^ *(?:- +)*["']?([\w${}.-]+\??)["']? *:/.exec(current) ?? [];
      if (other === column && key !== undefined) found.push(key);
      if (isItem && other === column) break;
    }
  }
  return found;
}

function columnOf(line: string): number {
  return /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
}
