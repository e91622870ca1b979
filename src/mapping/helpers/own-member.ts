/** What a row of a CRM holds under a name. A text's `length` and an object's `constructor` are not the CRM's. */
export function ownMember(row: unknown, name: string): unknown {
  if (typeof row !== 'object' || row === null || !Object.hasOwn(row, name)) return undefined;
  return (row as Record<string, unknown>)[name];
}
