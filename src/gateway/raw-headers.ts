/**
 * Where the values of a header stand among the raw headers of a request: names and values by turns, as Node keeps
 * them, also those that it passes over elsewhere.
 *
 * @param name in lower case
 */
export function positionsOf(name: string, rawHeaders: readonly string[]): number[] {
  const positions: number[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const other = rawHeaders[index];
    // The length first, for this looks at every header of every request.
    if (other?.length === name.length && other.toLowerCase() === name) positions.push(index + 1);
  }
  return positions;
}
