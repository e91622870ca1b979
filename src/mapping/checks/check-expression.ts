import type { AstNode } from '../../jsonata/ast.js';
import type { Analysis } from '../analyse.js';
import { checkReferences, type Rules, type Visible } from '../references.js';
import type { Source } from '../source.js';
import { argumentProblems } from './arguments.js';
import { constantProblems } from './constants.js';
import { escapeProblems } from './escapes.js';
import type { Seen } from './seen.js';
import { settingProblems } from './settings.js';

/** Reports what can be seen of an expression without running it. @returns whether all names in it mean something */
export function checkExpression(
  source: Source,
  { root, analysis }: { readonly root: AstNode; readonly analysis: Analysis },
  visible: Visible,
  rules: Rules & { readonly seen: Seen[] },
): boolean {
  rules.seen.push({ source, root, references: analysis.references });
  const isSound = checkReferences(source, analysis, visible, rules);
  const problems = [
    ...escapeProblems(source.text),
    ...argumentProblems(analysis.calls, rules.functions),
    ...settingProblems(analysis.calls, rules.functions),
    ...constantProblems(root),
  ];
  for (const { level = 'error', index, code, message, hint } of problems) {
    source.report(level, code, index, message, hint);
  }
  return isSound;
}
