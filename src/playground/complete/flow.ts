/** Where a cursor stands inside of braces and brackets on one line. */
export interface InFlow {
  readonly in: 'key' | 'value';
  /** Below the key before the first of them. */
  readonly path: readonly string[];
  readonly typed: string;
}

/** `undefined` when the text before the cursor opens none that is not closed. */
export function inFlow(text: string): InFlow | undefined {
  const open: { readonly isMap: boolean; key?: string | undefined; from: number }[] = [];
  let at = text.length - text.trimStart().length;
  if (!/^[{[]/.test(text.slice(at)) || text.startsWith('{%', at)) return undefined;
  for (; at < text.length; at++) {
    const here = open.at(-1);
    const sign = text[at];
    if (sign === '"' || sign === "'") {
      const end = text.indexOf(sign, at + 1);
      at = end < 0 ? text.length : end;
    } else if (sign === '{' || sign === '[') {
      open.push({ isMap: sign === '{', from: at + 1 });
    } else if (sign === '}' || sign === ']') {
      open.pop();
    } else if (here && sign === ',') {
      here.key = undefined;
      here.from = at + 1;
    } else if (here?.isMap && here.key === undefined && sign === ':') {
      here.key = text
        .slice(here.from, at)
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2');
      here.from = at + 1;
    }
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const isKey = last.isMap && last.key === undefined;
  const keys = open.map(each => (each.isMap ? each.key : '[]'));
  return {
    in: isKey ? 'key' : 'value',
    path: keys.filter(key => key !== undefined),
    typed: text.slice(last.from).trimStart(),
  };
}
