/** A position in a file that a person can open: line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a value stands inside a document: keys and list indexes from the root. */
export type Path = readonly (string | number)[];

/** `mappings/demo-crm.yaml:12:7`, the form that terminals and editors make clickable. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** `operations.findCard.steps[0].get`, the way a path is named in messages. */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}
