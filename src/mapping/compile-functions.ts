import type { Path } from '../document/place.js';
import { NO_ANALYSIS } from './analyse.js';
import { checkExpression } from './checks/check-expression.js';
import { type Parsed, parse, type Workshop } from './compiler.js';
import { builtIns, helpers } from './helpers/catalogue.js';
import { problemOfVariable } from './names.js';
import { Source } from './source.js';

/** Puts the mapping's functions into the function table. Findings go to the document. */
export function compileFunctions(workshop: Workshop, fields: Readonly<Record<string, string>>): void {
  const sound: { source: Source; parsed: Parsed }[] = [];
  for (const [name, text] of Object.entries(fields)) {
    const path: Path = ['functions', name];
    checkName(workshop, path, name);
    const source = new Source(text, workshop.document, path);
    const result = parse(source);
    if (!result) {
      // What calls it is right to do so.
      workshop.functions.define(name, source, NO_ANALYSIS);
      continue;
    }
    if (result.root.type !== 'lambda') {
      source.report('error', 'no-function', 0, `"${name}" is no function`, 'begin with function($x) { … }');
    }
    workshop.functions.define(name, source, result.analysis, result.root);
    sound.push({ source, parsed: result });
  }
  // Only now are all names known, so that functions may call each other whatever their order on the page.
  const visible = { names: new Set(['params']), later: new Set<string>() };
  for (const { source, parsed } of sound) checkExpression(source, parsed, visible, workshop);
}

function checkName(workshop: Workshop, path: Path, name: string): void {
  const report = (message: string) => workshop.document.errorAtKey('function-name', path, message);
  const problem = problemOfVariable(name, 'a function');
  if (problem) report(problem);
  else if (builtIns.has(name) || name === 'eval') report(`"${name}" is a function of JSONata already`);
  else if (helpers.has(name)) report(`"${name}" is a helper function already`);
}
