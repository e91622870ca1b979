import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type jsonata from 'jsonata';
import { builtIns } from '../../src/mapping/helpers/catalogue.js';

const together = [
  /Promise\.all\(expr\.expressions\s*\.map\(/,
  /Promise\.all\(utils\.keys\(groups\)\.map\(/,
] as const;
const inTurn = ['inTurn(expr.expressions, (', 'inTurn(utils.keys(groups), ('] as const;

/** A range of numbers so large that one more is the same number: the library fills the memory with it. */
const endless = 'item <= rhs; item++, index++';

/**
 * The library with two things changed: all ranges end, and the parts of an array or object are evaluated one after
 * another. It evaluates them at the same time, so that of two that fail any may be told, how deep it is nested counts
 * the neighbours, and a place may be that of a neighbour.
 */
export function libraryInTurn(): typeof jsonata {
  let text = readFileSync(createRequire(import.meta.url).resolve('jsonata/jsonata.js'), 'utf8');
  if (!text.includes(endless)) throw new Error('jsonata is written in another way than was thought');
  text = text.replace(endless, 'index < size; item++, index++');
  together.forEach((parts, index) => {
    if (!parts.test(text)) throw new Error('jsonata is written in another way than was thought');
    text = text.replace(parts, inTurn[index] as string);
  });
  const helper = `async function inTurn(list, each) {
    const all = [];
    for (let index = 0; index < list.length; index++) all.push(await each(list[index], index));
    return all;
  }\n`;
  const module = { exports: {} as unknown };
  compileFunction(helper + text, ['module', 'exports'])(module, module.exports);
  const library = module.exports as typeof jsonata;
  const marks = marksOf(library);
  return Object.assign((...given: Parameters<typeof jsonata>) => {
    // The places of calls long gone stand on the functions that all expressions share.
    for (const mark of marks) mark.position = mark.token = undefined;
    return library(...given);
  }, library);
}

interface Marks {
  position?: unknown;
  token?: unknown;
}

function marksOf(library: typeof jsonata): Marks[] {
  const found: Marks[] = [];
  const expression = library('0');
  const tell = (_node: unknown, _input: unknown, names: { lookup(name: string): Marks | undefined }) => {
    for (const name of builtIns) found.push(...[names.lookup(name)].filter(mark => mark !== undefined));
  };
  expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, tell);
  void expression.evaluate(undefined);
  return found;
}
