/** A text without percent-encoding; as it is where it is not encoded, or nobody can decode it. */
export function withoutPercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
