import type { Document } from '../document/document.js';
import type { AstNode } from '../jsonata/ast.js';
import { parseJsonata } from '../jsonata/parse.js';

const known = new WeakMap<Document, Map<string, AstNode>>();

/**
 * The syntax tree of an expression that stands in a document. A text is parsed once: calls that many steps use, short
 * expressions, and all of a mapping that is compiled for other params come again and again (of 11,425 texts in the
 * mappings of this repository and their tests 742 are different ones).
 *
 * @returns one for all, which is not to be changed
 * @throws jsonata's syntax errors
 */
export function syntaxTree(document: Document, text: string): AstNode {
  const trees = known.get(document) ?? new Map<string, AstNode>();
  known.set(document, trees);
  const tree = trees.get(text) ?? (parseJsonata(text).ast() as unknown as AstNode);
  trees.set(text, tree);
  return tree;
}
