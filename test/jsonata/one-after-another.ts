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

/** What is changed, by the place where it stands. */
const changes = [
  // A range of numbers so large that one more is the same number: the library fills the memory with it.
  ['item <= rhs; item++, index++', 'index < size; item++, index++'],
  [
    'return Array.prototype.push.apply(sequence, items);\n                        };',
    'return Array.prototype.push.apply(sequence, items);\n                        };\nhideText(sequence.push);',
  ],
  ['closure.arity = getFunctionArity(arg);', 'closure.arity = getFunctionArity(arg); hideText(closure);'],
  ['var signature = func.toString();', 'var signature = Function.prototype.toString.call(func);'],
] as const;

/** In the message of the error when an expression reads the text of a function that only the interpreter has. */
export const HIDDEN_TEXT = 'the text of a function that only the interpreter has';

const additions = `async function inTurn(list, each) {
    const all = [];
    for (let index = 0; index < list.length; index++) all.push(await each(list[index], index));
    return all;
  }
  function hideText(inside) {
    const value = () => { throw new Error(${JSON.stringify(HIDDEN_TEXT)}); };
    Object.defineProperty(inside, 'toString', { value });
  }\n`;

/**
 * The library with three things changed: all ranges end; the parts of an array or object are evaluated one after
 * another; and the texts of functions that it makes for itself cannot be read. It evaluates parts at the same time, so
 * that of two that fail any may be told, how deep it is nested counts the neighbours, and a place may be that of a
 * neighbour.
 */
export function libraryInTurn(): typeof jsonata {
  let text = readFileSync(createRequire(import.meta.url).resolve('jsonata/jsonata.js'), 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error('jsonata is written in another way than was thought');
    text = text.replace(before, after);
  }
  together.forEach((parts, index) => {
    if (!parts.test(text)) throw new Error('jsonata is written in another way than was thought');
    text = text.replace(parts, inTurn[index] as string);
  });
  const module = { exports: {} as unknown };
  compileFunction(additions + text, ['module', 'exports'])(module, module.exports);
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
