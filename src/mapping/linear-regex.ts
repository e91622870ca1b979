import { RE2JS } from 're2js';

/** What JavaScript takes for a blank (`\s`); RE2 takes the six of ASCII, and a no-break space is no letter. */
const BLANKS = String.raw`\t\n\x0B\f\r \x{00A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}`;

/** All other characters. */
const FILLED =
  String.raw`\x00-\x08\x0E-\x1F\x21-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}` +
  String.raw`\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}`;

/** What a `.` does not take in JavaScript; in RE2 it is the line feed alone. */
const LINE_ENDS = String.raw`\n\r\x{2028}\x{2029}`;

const compiled = new WeakMap<RegExp, RE2JS>();

/**
 * A regex that takes time in proportion to the text, whatever the pattern: RE2's engine in place of JavaScript's,
 * where `(a|a)*` on 40 characters holds up all requests for hours and no guard rail stops it. jsonata makes its
 * regexes of this class (its option `RegexEngine`) and uses what is here of a RegExp with the flag `g`.
 */
export class LinearRegex {
  lastIndex = 0;
  private readonly pattern: RE2JS;

  constructor(regex: RegExp) {
    this.pattern = compile(regex);
  }

  exec(text: string): RegExpExecArray | null {
    const matcher = this.pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) return null;
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, group) => matcher.group(group) ?? undefined,
    );
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start(), input: text }) as RegExpExecArray;
  }
}

/** Why RE2 cannot do what JavaScript could, in the words of RE2; `undefined` when it can. */
export function problemOfRegex(regex: RegExp): string | undefined {
  try {
    compile(regex);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^error parsing regexp: /, '');
  }
}

function compile(regex: RegExp): RE2JS {
  let pattern = compiled.get(regex);
  if (!pattern) {
    const flags = (regex.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (regex.multiline ? RE2JS.MULTILINE : 0);
    pattern = RE2JS.compile(RE2JS.translateRegExp(withJavaScriptsBlanks(regex.source)), flags);
    compiled.set(regex, pattern);
  }
  return pattern;
}

/** Writes out the classes that both engines have and understand differently. */
function withJavaScriptsBlanks(source: string): string {
  let isInClass = false;
  return source.replace(/\\[\s\S]|[[\].]/g, token => {
    switch (token) {
      case '[':
      case ']':
        // Inside a class a second `[` is a character; JavaScript escapes nothing there but `]`.
        if (token === '[' && isInClass) return '\\[';
        isInClass = token === '[';
        return token;
      case '.':
        return isInClass ? token : `[^${LINE_ENDS}]`;
      case '\\s':
        return isInClass ? BLANKS : `[${BLANKS}]`;
      case '\\S':
        return isInClass ? FILLED : `[^${BLANKS}]`;
      default:
        return token;
    }
  });
}
