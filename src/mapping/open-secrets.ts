import type { Path } from '../document/place.js';
import { Numeral } from '../json/write.js';
import { warnIfOpen, warnOfParam } from './compile-secret.js';
import { keyOf } from './compile-template.js';
import type { Workshop } from './compiler.js';
import { splitMarkers } from './markers.js';
import { isCredentialHeader, isSecretName } from './secret-name.js';

/**
 * Warns of what stands in clear behind a name that says that it is a secret: in what a login sends, or in headers.
 *
 * @param written fields as they stand in the mapping, at any depth
 * @param isSecret which names say so
 */
export function reportOpenSecrets(
  workshop: Workshop,
  path: Path,
  written: unknown,
  isSecret = (name: string) => isSecretName(name) || isCredentialHeader(name),
  name?: string,
): void {
  if (Array.isArray(written)) {
    written.forEach((item, index) => {
      reportOpenSecrets(workshop, [...path, index], item, isSecret, name);
    });
  } else if (isText(written)) {
    if (name !== undefined && isSecret(name)) reportOpen(workshop, path, String(written), name);
  } else if (written instanceof Object) {
    for (const [key, value] of Object.entries(written)) {
      reportOpenSecrets(workshop, [...path, key], value, isSecret, keyOf(key).name);
    }
  }
}

/** A number may well be a PIN. */
function isText(written: unknown): boolean {
  return typeof written === 'string' || typeof written === 'number' || written instanceof Numeral;
}

function reportOpen(workshop: Workshop, path: Path, text: string, name: string): void {
  const what = `"${name}"`;
  const parts = splitMarkers(text, workshop.params, []);
  const expressions = parts.flatMap(part => (part.kind === 'expression' ? [part.text] : []));
  if (expressions.length === 0) {
    warnIfOpen(workshop, path, text, parts.map(part => part.text ?? '').join(''), what);
    return;
  }
  // An expression sees open params alone. What it makes of anything else, such as a token, is no secret of the mapping.
  const read = expressions.flatMap(each => each.match(/\$\w+(\.\w+)?(?!\w*\s*\()/g) ?? []);
  const [param] = read.map(variable => /^\$params\.(.*)$/.exec(variable)?.[1]);
  // A secret param is an error there.
  if (param === undefined || !workshop.openParams.has(param)) return;
  if (read.every(variable => variable.startsWith('$params.'))) warnOfParam(workshop, path, param, what);
}
