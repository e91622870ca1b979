import type { Path } from '../document/place.js';

/** A part of a case that stands elsewhere in the file: at its name among the shared ones, or in a row. */
export interface Origin {
  /** In the case. */
  readonly at: Path;
  /** In the file. */
  readonly from: Path;
}

/** A case put together from where its parts stand: plain data, not yet held against the fields. */
export interface WrittenCase {
  readonly value: unknown;
  readonly origins: readonly Origin[];
  /** Of the case, or of its row. */
  readonly path: Path;
}

/** Where in the file a value of a case stands. */
export function originOf({ origins }: Pick<WrittenCase, 'origins'>, path: Path): Path {
  const around = origins.filter(({ at }) => at.every((part, index) => part === path[index]));
  const { at, from } = around.reduce((deepest, origin) =>
    origin.at.length >= deepest.at.length ? origin : deepest,
  );
  return [...from, ...path.slice(at.length)];
}
