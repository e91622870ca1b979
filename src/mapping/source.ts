import type { FindingCode } from '../document/codes/catalogue.js';
import type { Document } from '../document/document.js';
import type { Finding } from '../document/finding.js';
import { formatPath, type Path, type Place } from '../document/place.js';

/** A piece of JSONata as it stands in a mapping: its text, and the way back to the file. */
export class Source {
  /**
   * @param path the YAML value that holds the text
   * @param offset where the text begins inside that value
   */
  constructor(
    readonly text: string,
    readonly document: Document,
    readonly path: Path,
    readonly offset = 0,
  ) {}

  /** What messages call it: `operations.findCard.steps.found.value`. */
  get name(): string {
    return formatPath(this.path);
  }

  /** The place of one character of the text. */
  placeAt(index: number): Place {
    return this.document.placeInText(this.path, this.offset + index);
  }

  report(level: Finding['level'], code: FindingCode, index: number, message: string, hint?: string): void {
    this.document.report(level, code, this.placeAt(index), message, hint);
  }
}
