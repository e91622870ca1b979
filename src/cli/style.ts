const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof codes;

/** Paints a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** By hand, because `styleText` of node:util came with Node 20.12 and later looks at the process's own streams. */
export function painter(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (style, text) => `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m`;
}
