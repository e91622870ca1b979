/**
 * Whether a text looks like a config, read as such or not, YAML or not yet: then its lines may hold passwords and are
 * not shown. Told by the key `users`, misspelt too, at the margin; in JSON anywhere.
 */
export function mayBeConfig(text: string): boolean {
  const key = /["']?u[ser]{2,4}["']?\s*:/i;
  return text.trimStart().startsWith('{') ? key.test(text) : new RegExp(`^${key.source}`, 'im').test(text);
}
