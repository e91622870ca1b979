import type { Path } from '../document/place.js';
import type { Workshop } from './compiler.js';
import { hasPlaceholder } from './compiler.js';
import { literalAt } from './literal-text.js';

/**
 * Literal text of the `auth` section that must not be empty; empty as well when there is a finding.
 *
 * @param what is how messages call it, such as `the user`
 */
export function requiredText(workshop: Workshop, path: Path, text: string, what: string): string {
  const value = literalAt(workshop, path, text);
  if (value === '') workshop.document.error('credential', path, `${what} is empty`);
  return value ?? '';
}

/**
 * The same for a text that is a secret: it is never shown. One that stands in the mapping as it is, or in a param that
 * is not secret, is a warning, for mappings lie in repositories and `$params` may reach anybody.
 */
export function secretText(workshop: Workshop, path: Path, text: string, what: string): string {
  const value = requiredText(workshop, path, text, what);
  warnIfOpen(workshop, path, text, value, what);
  return value;
}

/**
 * Warns of a secret that anybody may read; one that is known of is masked all the same.
 *
 * @param text as it stands in the mapping
 * @param value what it comes out as, empty where it does not
 */
export function warnIfOpen(workshop: Workshop, path: Path, text: string, value: string, what: string): void {
  const { document, params, openParams } = workshop;
  const names = [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, name = '']) => name);
  const declared = names.filter(name => Object.hasOwn(params, name));
  const [open] = declared;
  if (value === '' || declared.some(name => !openParams.has(name))) return;
  keepSecret(workshop, value);
  const message =
    open === undefined
      ? `${what} stands in the mapping for all to read`
      : `${what} comes from the param ${open}, which is not secret`;
  const hint =
    open === undefined
      ? 'declare a param with secret: true, and write ${NAME} here'
      : `declare it as ${open}: { secret: true }`;
  document.report('warning', 'secret-in-clear', document.placeOf(path), message, hint);
}

/** Notes a text that must never be shown. A placeholder is none: people are to see it. */
export function keepSecret(workshop: Workshop, text: string): void {
  if (!hasPlaceholder(workshop, text)) workshop.secrets.push(text);
}

/** A line break at the end of a token, from a file or a secret, would fail with the first call. */
export function headerSafe(workshop: Workshop, path: Path, value: string, what: string): string {
  if (value !== '' && !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
    const cause = 'a line break, a blank around it, or letters beyond ASCII';
    workshop.document.error('credential', path, `${what} cannot stand in a header: it holds ${cause}`);
  }
  return value;
}
