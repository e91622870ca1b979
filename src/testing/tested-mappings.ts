import { Document } from '../document/document.js';
import { loadMapping } from '../mapping/load.js';
import type { Mapping } from '../mapping/mapping.js';
import { readNamedMapping } from '../mapping/read-named.js';
import type { ExpressionWatch } from '../mapping/watch.js';

type Params = Readonly<Record<string, string>>;

/** A mapping as the cases of one test file see it. */
export interface TestedMapping {
  /** What is wrong with it, by any of the params, stands in its findings. */
  readonly document: Document;
  /** The mapping of the file, and with the params of each case; none where there is an error. */
  readonly mapping: Mapping | undefined;
  readonly ofCases: readonly (Mapping | undefined)[];
}

/**
 * The mappings that test files name. To read and compile one takes longer than to run a hundred cases, so test files
 * with the same mapping and the same params share it, and so do cases.
 */
export class TestedMappings {
  private readonly known = new Map<string, Loading>();

  /**
   * @param watch looks on at the expressions of all of them
   * @param unsaved other texts of mappings than stand on the disk, by their absolute paths
   * @param evaluation milliseconds that one evaluation may take
   */
  constructor(
    private readonly watch?: ExpressionWatch,
    private readonly unsaved: ReadonlyMap<string, string> = new Map(),
    private readonly evaluation?: number,
  ) {}

  /**
   * @param tests the test file: that its mapping cannot be read is a finding there
   * @param file the absolute path of the mapping
   * @param params of the file
   * @param cases the params of each case, with those of the file
   */
  async named(
    tests: Document,
    file: string,
    params: Params,
    cases: readonly Params[],
  ): Promise<TestedMapping | undefined> {
    // Other params may lead to other findings, and these are of nobody else.
    const key = JSON.stringify([file, ...new Set([params, ...cases].map(each => JSON.stringify(each)))]);
    const loading = this.known.get(key) ?? (await this.read(tests, file));
    if (!loading) return undefined;
    this.known.set(key, loading);
    const { document, load } = loading;
    return { document, mapping: load(params), ofCases: cases.map(load) };
  }

  private async read(tests: Document, file: string): Promise<Loading | undefined> {
    const text = this.unsaved.get(file);
    const document = text === undefined ? await readNamedMapping(tests, file) : new Document(file, text);
    if (!document) return undefined;
    const settings = { unset: 'placeholder', watch: this.watch, evaluation: this.evaluation } as const;
    return { document, load: once(given => loadMapping(document, { ...settings, given })) };
  }
}

interface Loading {
  readonly document: Document;
  load(params: Params): Mapping | undefined;
}

function once<T>(make: (params: Params) => T): typeof make {
  const made = new Map<string, T>();
  return params => {
    const key = JSON.stringify(params);
    if (!made.has(key)) made.set(key, make(params));
    return made.get(key) as T;
  };
}
