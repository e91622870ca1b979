import type { YAMLParseError } from 'yaml';
import type { FindingCode } from './codes/catalogue.js';
import { mayBeConfig } from './may-be-config.js';
import { type QuotedText, type YamlMarks, yamlMarks } from './yaml-marks.js';

/** What YAML's parser finds wrong, in words for people who do not program with it. */
export interface YamlError {
  readonly code: FindingCode;
  /** Index into the text. */
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

/** The same, where it is not the parser's own. */
type Diagnosis = Omit<YamlError, 'code'>;

const SEVERAL = 'the file holds more than one document';

const ownWords: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: SEVERAL,
  // The parser has met the end of JavaScript's stack.
  RESOURCE_EXHAUSTION: 'this is nested too deeply',
};

/** After one error of syntax the parser stumbles over all that follows, so only the first of them tells anything. */
export function tellingErrors(errors: readonly YAMLParseError[], text: string): YamlError[] {
  const syntax = errors.find(isSyntaxError);
  const telling = errors.filter(error => error === syntax || !isSyntaxError(error));
  return telling.map(error => {
    if (!isSyntaxError(error)) return { code: 'duplicate-key', at: error.pos[0], message: error.message };
    return { code: 'yaml', ...diagnosis(error, text) };
  });
}

export function isSyntaxError({ code }: YAMLParseError): boolean {
  return code !== 'DUPLICATE_KEY';
}

/** What the text looks like says more than the parser does, which speaks of what it made of it. */
function diagnosis(error: YAMLParseError, text: string): Diagnosis {
  const [at] = error.pos;
  const message = ownWords[error.code] ?? error.message;
  const known = ownWords[error.code] === undefined ? atMarks(error, text) : undefined;
  return known ?? missingColon(error, text) ?? { at, message, hint: hintAt(text, at) ?? hintFor(message) };
}

function atMarks(error: YAMLParseError, text: string): Diagnosis | undefined {
  const marks = yamlMarks(text);
  // Behind a quote that is never closed, nothing is what it seems.
  if (error.message.startsWith('Missing closing')) return openQuote(marks, text, error.pos[0]);
  return quoteInside(marks, text, error.pos[0]) ?? openBracket(marks, text, error.pos[0]);
}

function openQuote({ quoted }: YamlMarks, text: string, end: number): Diagnosis | undefined {
  const at = quoted.findLast(each => each.at < end)?.at;
  return at === undefined
    ? undefined
    : { at, message: `the text that begins with this ${text[at]} never ends` };
}

/** A quote inside of a text that stands in the same quotes, which ends it: `"{% $found["x"] %}"`. */
function quoteInside({ quoted }: YamlMarks, text: string, at: number): Diagnosis | undefined {
  const before = text.slice(0, at).trimEnd().length;
  const ended = quoted.find(each => each.at === at || each.at + each.source.length === before);
  if (ended === undefined || !endsTooSoon(ended, text)) return undefined;
  const [quote, other] = ended.source.startsWith('"') ? ['"', "'"] : ["'", '"'];
  const message = `this ${quote} ends the text that began with one`;
  const otherwise = `put the text into ${other}…${other} or into a block behind | or >-`;
  const hint = `inside ${quote}…${quote} write ${other}…${other}, or ${otherwise}`;
  return { at: ended.at + ended.source.length - 1, message, hint };
}

/**
 * Whether a text in quotes was meant to go on behind them: a letter stands right there, or an expression has begun in
 * it. Behind `"+"` in `"+" & $phone` the text without quotes goes on, which is another mistake.
 */
function endsTooSoon({ at, source }: QuotedText, text: string): boolean {
  const behind = text.slice(at + source.length).split(/\r?\n/, 1)[0] ?? '';
  if (/^[^\s,:\]}]/.test(behind)) return true;
  const inside = source.slice(1, -1);
  if (/^\s*\{%/.test(inside)) return !inside.includes('%}');
  return /^\s*\$/.test(inside) && /^\s*[^\s,:\]}#]/.test(behind);
}

function openBracket({ openBracket: at }: YamlMarks, text: string, noticed: number): Diagnosis | undefined {
  // What stands below the mistake may have been opened by it.
  if (at === undefined || at > noticed) return undefined;
  const [open, close] = text[at] === '{' ? ['{', '}'] : ['[', ']'];
  const hint = `put ${close} behind what belongs into it; a bracket that is part of a text stands in quotes with it`;
  return { at, message: `this ${open} is never closed`, hint };
}

/** A line that begins as a key does, and has no colon at all. */
function missingColon(error: YAMLParseError, text: string): Diagnosis | undefined {
  if (!/^Implicit (map )?keys need/.test(error.message)) return undefined;
  const [at] = error.pos;
  const [line = ''] = text.slice(at).split(/\r?\n/, 1);
  const [, key] = /^([A-Za-z_]\w*\??)(?:\s+[^:]*)?$/.exec(line) ?? [];
  if (key === undefined) return undefined;
  const hint = `behind a key stands a colon${written(key, text)}; where a text goes on, its lines are indented deeper than its key`;
  return { at, message: 'in this line a colon is missing', hint };
}

/** How a key is written right. In a config nothing is quoted: what looks like a key may be a password there. */
function written(key: string, text: string): string {
  return mayBeConfig(text) ? '' : `: ${key}: …`;
}

/** What the line of an error looks like. */
function hintAt(text: string, at: number): string | undefined {
  const [line = '', next = ''] = text.slice(text.lastIndexOf('\n', at - 1) + 1).split(/\r?\n/, 2);
  const [, indent = '', key] = /^( *(?:- )?)([\w?]+):(?![\s:/]|$)/.exec(line) ?? [];
  if (key !== undefined) return `behind the colon of a key stands a blank${written(key, text)}`;
  const [, own = indent, value] = /^( *)[\w?]+:\s+(\S.*)$/.exec(line) ?? [];
  const isDeeper = /^( *)[\w?]+:(\s|$)/.exec(next)?.[1] ?? '';
  if (value === undefined || /^[|>&[{"']|: /.test(value) || isDeeper.length <= own.length) return undefined;
  return 'the line below is indented deeper than this one: keys that belong together begin in the same column';
}

/** YAML's own traps, in the words of somebody who writes expressions. */
function hintFor(message: string): string | undefined {
  if (message === SEVERAL) {
    return 'a line --- begins another document, a line ... ends one: put each into a file of its own';
  }
  if (/Nested mappings|Implicit (map )?keys?|implicit key/i.test(message)) {
    return 'a text with ": " in it, such as an expression with a ? b : c, stands in quotes or in a block after |';
  }
  if (/^Tabs are not allowed/.test(message)) return 'indent with blanks';
  if (/^Invalid escape sequence/.test(message)) {
    return 'in double quotes a backslash begins an escape: put a regex into single quotes, or into a block after |';
  }
  if (/^Unexpected (anchor|scalar|alias) at node end/.test(message)) {
    return 'a text that begins with a quote or a bracket, such as "a" & $b, stands in quotes or in a block after |';
  }
  if (/cannot start with directive indicator character %/.test(message)) {
    return 'a text that begins with {% stands in quotes: "{% … %}"';
  }
  if (/within flow collections/.test(message)) {
    return 'inside { } and [ ] a text with ": " in it, such as an expression with a ? b : c, stands in quotes';
  }
  if (/^Unexpected flow-|Flow map/.test(message)) {
    return 'inside { } and [ ] a text with any of , [ ] { } in it, such as an expression, stands in quotes';
  }
  return undefined;
}
