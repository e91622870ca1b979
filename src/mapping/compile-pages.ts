import type { Path } from '../document/place.js';
import { compileTemplate } from './compile-template.js';
import { compileExpression, type Workshop } from './compiler.js';
import type { PagesFields } from './fields.js';
import type { Pages } from './mapping.js';
import type { Visible } from './references.js';
import { withNames } from './visible.js';

/**
 * Compiles how a reply comes in pages. Findings go to the document.
 *
 * @param visible with `$page`
 */
export function compilePages(workshop: Workshop, path: Path, fields: PagesFields, visible: Visible): Pages {
  const { document } = workshop;
  if ((fields.next === undefined) === (fields.link === undefined)) {
    const message = 'pages need one of next, which gives the next $page, and link, which gives its address';
    document.errorAtKey('key-choice', path, message);
  }
  if (fields.link !== undefined && fields.first !== undefined) {
    const message = 'with link there is no $page: the next page is asked for by its address';
    document.errorAtKey('useless-key', [...path, 'first'], message);
  }
  const perReply = withNames(visible, 'reply');
  // A finding was reported when there is none; the mapping is not used then.
  const expression = (key: 'next' | 'link' | 'rows') =>
    compileExpression(workshop, [...path, key], fields[key] ?? '', perReply) as Pages['rows'];
  const kind = fields.link === undefined ? 'page' : 'link';
  return {
    first:
      fields.first === undefined
        ? undefined
        : compileTemplate(workshop, [...path, 'first'], fields.first, { visible: withoutPage(visible) }),
    next: { kind, expression: expression(kind === 'page' ? 'next' : 'link') },
    rows: expression('rows'),
    max: fields.max,
  };
}

/** What is known before there is a page. */
function withoutPage(visible: Visible): Visible {
  return { ...visible, names: new Set([...visible.names].filter(name => name !== 'page')) };
}
