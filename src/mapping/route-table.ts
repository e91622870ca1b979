import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { shapeOf } from '../loyalty-api/paths.js';

/** Which operation has which route: two that the same requests fit would hide one another. */
export class RouteTable {
  private readonly taken = new Map<string, Operation>();

  /**
   * @param unmapped operations of the API that the mapping leaves out. Under another name they would escape what is
   *   said of them: which login may call them, say.
   */
  constructor(
    private readonly document: Document,
    private readonly unmapped: readonly Operation[],
  ) {
    for (const operation of unmapped) this.take(operation);
  }

  /** @param path of the operation in the document, where its findings go */
  add(path: Path, operation: Operation): void {
    const clashes = this.take(operation);
    for (const other of new Set(clashes.values())) {
      const methods = [...clashes.keys()].filter(method => clashes.get(method) === other).join('|');
      const route = `${methods} ${operation.path}`;
      const at = this.document.keysAt(path).includes('route') ? [...path, 'route'] : path;
      if (this.unmapped.includes(other))
        this.report(
          at,
          `${route} is the route of the API's ${other.id}`,
          `map it under operations: as ${other.id}`,
        );
      else this.report(at, `${route} is the route of ${other.id} already`, 'give one of them another route:');
    }
  }

  /** @returns the operations that had it before, by method */
  private take(operation: Operation): Map<string, Operation> {
    const clashes = new Map<string, Operation>();
    for (const method of operation.methods) {
      const route = `${method} ${shapeOf(operation.path)}`;
      const other = this.taken.get(route);
      if (other) clashes.set(method, other);
      else this.taken.set(route, operation);
    }
    return clashes;
  }

  private report(path: Path, message: string, hint: string): void {
    this.document.errorAtKey('duplicate-route', path, message, hint);
  }
}
