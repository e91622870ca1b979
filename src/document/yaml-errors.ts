import type { YAMLParseError } from 'yaml';
import type { FindingCode } from './codes/catalogue.js';

/** What YAML's parser finds wrong, in words for people who do not program with it. */
export interface YamlError {
  readonly code: FindingCode;
  /** Index into the text. */
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

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
    const message = ownWords[error.code] ?? error.message;
    const code = isSyntaxError(error) ? 'yaml' : 'duplicate-key';
    return { code, at: error.pos[0], message, hint: hintAt(text, error.pos[0]) ?? hintFor(message) };
  });
}

export function isSyntaxError({ code }: YAMLParseError): boolean {
  return code !== 'DUPLICATE_KEY';
}

/** What the line of an error looks like says more than the parser does, which speaks of what it made of it. */
function hintAt(text: string, at: number): string | undefined {
  const [line = '', next = ''] = text.slice(text.lastIndexOf('\n', at - 1) + 1).split(/\r?\n/, 2);
  const [, indent = '', key] = /^( *(?:- )?)([\w?]+):(?![\s:/]|$)/.exec(line) ?? [];
  if (key !== undefined) return `behind the colon of a key stands a blank: ${key}: …`;
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
