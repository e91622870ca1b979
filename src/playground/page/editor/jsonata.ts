import { StreamLanguage, type StringStream } from '@codemirror/language';

/** The colours of JSONata. What it means is known to the server alone. */

interface State {
  /** An operand is behind: `/` divides, and begins no regex. */
  afterOperand: boolean;
  inComment: boolean;
}

const words = /^(?:and|or|in|function|true|false|null)\b/;

export const jsonata = StreamLanguage.define<State>({
  name: 'jsonata',
  startState: () => ({ afterOperand: false, inComment: false }),
  token(stream, state) {
    if (state.inComment || stream.match('/*')) return comment(stream, state);
    if (stream.eatSpace()) return null;
    // The marks of a template, where one expression ends and another begins.
    if (stream.match(/^(?:\{%|%\})/)) return told(state, false, 'meta');
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) {
      return told(state, true, 'string');
    }
    if (stream.match(/^\d+(?:\.\d+)?(?:e[+-]?\d+)?/i)) return told(state, true, 'number');
    if (!state.afterOperand && stream.match(/^\/(?:[^/\\\n]|\\.)+\/[im]*/))
      return told(state, true, 'regexp');
    if (stream.match(/^\$\$?[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/u)) return told(state, true, 'function');
    if (stream.match(/^\$[\p{L}\p{N}_$]*/u)) return told(state, true, 'variable');
    const word = stream.match(words, true);
    if (word) {
      const isValue = /true|false|null/.test(stream.current());
      return told(state, isValue, isValue ? 'atom' : 'keyword');
    }
    if (stream.match(/^`[^`]*`?/) || stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u)) {
      return told(state, true, 'property');
    }
    const sign = stream.next();
    return told(state, sign === ')' || sign === ']' || sign === '}', 'operator');
  },
  tokenTable: {},
});

function told(state: State, afterOperand: boolean, style: string): string {
  state.afterOperand = afterOperand;
  return styles[style as keyof typeof styles] ?? style;
}

/** The names that CodeMirror's tags have for them. */
const styles = {
  function: 'variableName.function',
  variable: 'variableName.special',
  property: 'propertyName',
} as const;

function comment(stream: StringStream, state: State): string {
  state.inComment = !stream.skipTo('*/');
  if (state.inComment) stream.skipToEnd();
  else stream.match('*/');
  return 'comment';
}
