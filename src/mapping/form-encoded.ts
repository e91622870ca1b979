/** A text as `application/x-www-form-urlencoded` writes it (WHATWG URL, 5.2). */
export function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
