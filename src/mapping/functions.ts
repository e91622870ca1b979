import type { AstNode } from '../jsonata/ast.js';
import type { Analysis } from './analyse.js';
import { builtIns, helpers } from './helpers/catalogue.js';
import type { Source } from './source.js';

interface Definition {
  readonly source: Source;
  readonly analysis: Analysis;
  readonly root?: AstNode;
}

/** The functions that expressions of one mapping can call: JSONata's own, the helpers, and the mapping's. */
export class FunctionTable {
  private readonly definitions = new Map<string, Definition>();

  define(name: string, source: Source, analysis: Analysis, root?: AstNode): void {
    this.definitions.set(name, { source, analysis, root });
  }

  has(name: string): boolean {
    return this.definitions.has(name) || helpers.has(name) || builtIns.has(name);
  }

  /** All names, for suggestions. */
  names(): string[] {
    return [...this.definitions.keys(), ...helpers.keys(), ...builtIns];
  }

  /** The text of a function that the mapping defines. */
  sourceOf(name: string): Source | undefined {
    return this.definitions.get(name)?.source;
  }

  /** The syntax tree of a function that the mapping defines. */
  lambdaOf(name: string): AstNode | undefined {
    return this.definitions.get(name)?.root;
  }

  /** The functions that an expression needs: those it names, and those that these name in turn. */
  neededBy(analysis: Analysis): Set<string> {
    return this.collect(analysis, new Set());
  }

  /** Whether one of these functions does what `Analysis.writesIntoLists` says. */
  anyWritesIntoLists(names: ReadonlySet<string>): boolean {
    return [...names].some(name => this.definitions.get(name)?.analysis.writesIntoLists);
  }

  private collect(analysis: Analysis, names: Set<string>): Set<string> {
    for (const { name } of analysis.references) {
      if (names.has(name) || !this.has(name)) continue;
      names.add(name);
      const definition = this.definitions.get(name);
      if (definition) this.collect(definition.analysis, names);
    }
    return names;
  }
}
