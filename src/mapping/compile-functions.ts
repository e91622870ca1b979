import type { Path } from '../document/place.js';
import { type Analysis, NO_ANALYSIS } from './analyse.js';
import { parse, type Workshop } from './compiler.js';
import { builtIns, helpers } from './helpers/catalogue.js';
import { problemOfVariable } from './names.js';
import { checkReferences } from './references.js';
import { Source } from './source.js';

/** Puts the mapping's functions into the function table. Findings go to the document. */
export function compileFunctions(workshop: Workshop, fields: Readonly<Record<string, string>>): void {
  const parsed: { source: Source; analysis: Analysis }[] = [];
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
    parsed.push({ source, analysis: result.analysis });
  }
  // Only now are all names known, so that functions may call each other whatever their order on the page.
  const visible = { names: new Set(['params']), later: new Set<string>() };
  for (const { source, analysis } of parsed) checkReferences(source, analysis, visible, workshop);
}

function checkName(workshop: Workshop, path: Path, name: string): void {
  const report = (message: string) => workshop.document.errorAtKey('function-name', path, message);
  const problem = problemOfVariable(name, 'a function');
  if (problem) report(problem);
  else if (builtIns.has(name) || name === 'eval') report(`"${name}" is a function of JSONata already`);
  else if (helpers.has(name)) report(`"${name}" is a helper function already`);
}
