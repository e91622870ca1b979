import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport } from '@codemirror/language';
import { type Input, parseMixed, type SyntaxNodeRef } from '@lezer/common';
import { jsonata } from './jsonata.js';

/** Keys whose value is an expression without marks. It is about colours alone: `check` knows the mapping language. */
const bareKeys =
  /^(?:when|take|value|missing|success|forEach|until|next|link|rows|owner|person|claim|token|expires|retryAfter|throttledOn|retryOn|renew)\??$/;

/** Keys whose members are expressions. */
const bareSections = /^(?:functions|values)$/;

/** YAML in which `{% … %}`, and the values of keys that hold nothing else, are JSONata. */
const language = yamlLanguage.configure(
  {
    wrap: parseMixed((node, input) => {
      if (!/^(?:Literal|QuotedLiteral|BlockLiteralContent)$/.test(node.name)) return null;
      if (node.node.parent?.name === 'Key') return null;
      const text = input.read(node.from, node.to);
      const marked = [...text.matchAll(/\{%[\s\S]*?%\}/g)];
      if (marked.length > 0) {
        const overlay = marked.map(({ 0: { length }, index }) => ({
          from: node.from + index,
          to: node.from + index + length,
        }));
        return { parser: jsonata.parser, overlay };
      }
      if (!isBare(node, input)) return null;
      const quotes = node.name === 'QuotedLiteral' ? 1 : 0;
      return { parser: jsonata.parser, overlay: [{ from: node.from + quotes, to: node.to - quotes }] };
    }),
  },
  'mapping',
);

function isBare({ node }: SyntaxNodeRef, input: Input): boolean {
  const pair = node.parent?.name === 'BlockLiteral' ? node.parent.parent : node.parent;
  if (pair?.name !== 'Pair') return false;
  if (bareKeys.test(keyOf(pair, input))) return true;
  const section = pair.parent?.parent;
  return section?.name === 'Pair' && bareSections.test(keyOf(section, input));
}

function keyOf(pair: SyntaxNodeRef['node'], input: Input): string {
  const key = pair.getChild('Key');
  return key ? input.read(key.from, key.to) : '';
}

export const mappingLanguage = new LanguageSupport(language);
