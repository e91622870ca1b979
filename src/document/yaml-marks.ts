import { CST, Lexer } from 'yaml';

/** A text in quotes, as it stands in the file. */
export interface QuotedText {
  readonly at: number;
  readonly source: string;
}

/** Where quotes and brackets stand in a text that YAML's parser has stumbled over: it names neither. */
export interface YamlMarks {
  readonly quoted: readonly QuotedText[];
  /** Where a bracket stands that is never closed, or closed by one of the other kind. */
  readonly openBracket: number | undefined;
}

export function yamlMarks(text: string): YamlMarks {
  const quoted: QuotedText[] = [];
  const open: { readonly at: number; readonly type: string }[] = [];
  let unclosed: number | undefined;
  let mistaken: number | undefined;
  let at = 0;
  let isPlain = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = isPlain ? 'scalar' : CST.tokenType(lexeme);
    isPlain = lexeme === CST.SCALAR;
    switch (type) {
      case 'double-quoted-scalar':
      case 'single-quoted-scalar':
        quoted.push({ at, source: lexeme });
        break;
      case 'flow-map-start':
      case 'flow-seq-start':
        open.push({ at, type });
        break;
      case 'flow-map-end':
      case 'flow-seq-end': {
        const closed = open.pop();
        if (closed?.type !== type.replace('end', 'start')) mistaken ??= closed?.at;
        break;
      }
      case 'flow-error-end':
        unclosed ??= open[0]?.at;
        open.length = 0;
        break;
    }
    if (!CONTROLS.has(lexeme)) at += lexeme.length;
  }
  // Where a bracket inside is closed by the wrong one, the one around it is not the one that was forgotten.
  return { quoted, openBracket: mistaken ?? unclosed ?? open[0]?.at };
}

/** What the lexer says beside the text itself. */
const CONTROLS = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
