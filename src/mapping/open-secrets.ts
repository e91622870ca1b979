import type { Path } from '../document/place.js';
import { Numeral } from '../json/write.js';
import { warnIfOpen } from './compile-secret.js';
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
      // `{ key: login, value: … }` names a field.
      if (key === 'key' && 'value' in written) continue;
      reportOpenSecrets(workshop, [...path, key], value, isSecret, keyOf(key).name);
    }
  }
}

/** A number may well be a PIN. */
function isText(written: unknown): boolean {
  return typeof written === 'string' || typeof written === 'number' || written instanceof Numeral;
}

/** An expression sees open params alone, and may have to make something of one; what else it gives is of the CRM. */
function reportOpen(workshop: Workshop, path: Path, text: string, name: string): void {
  const parts = splitMarkers(text, workshop.params, []);
  if (parts.some(({ kind }) => kind === 'expression')) return;
  warnIfOpen(workshop, path, text, parts.map(part => part.text ?? '').join(''), `"${name}"`);
}
