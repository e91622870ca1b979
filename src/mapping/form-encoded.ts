/** A text as `application/x-www-form-urlencoded` writes it. */
export function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
