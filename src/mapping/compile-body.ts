import type { Path } from '../document/place.js';
import { compileForm, tryLiteral } from './compile-named.js';
import { compileTemplate } from './compile-template.js';
import type { Workshop } from './compiler.js';
import type { CallFields } from './fields.js';
import type { CallBody } from './mapping.js';
import type { Nesting } from './nested.js';
import type { Visible } from './references.js';
import { LiteralTemplate, type Spot } from './template.js';
import { bodyText } from './wire-text.js';

const kinds = ['body', 'form', 'text'] as const;

/** Compiles what a call carries; `undefined` when it has no body. Findings go to the document. */
export function compileBody(
  workshop: Workshop,
  path: Path,
  fields: CallFields,
  visible: Visible,
  nested: Nesting | undefined,
): CallBody | undefined {
  checkBody(workshop, path, fields);
  const kind = kinds.find(key => fields[key] !== undefined);
  switch (kind) {
    case 'body':
      return {
        kind: 'json',
        template: compileTemplate(workshop, [...path, kind], fields.body, { visible }),
      };
    case 'form':
      return {
        kind,
        fields: compileForm(workshop, [...path, kind], fields.form ?? {}, visible, nested),
      };
    case 'text':
      return compileTextBody(workshop, [...path, kind], fields.text, visible);
    case undefined:
      return undefined;
  }
}

function compileTextBody(workshop: Workshop, path: Path, text: unknown, visible: Visible): CallBody {
  const template = compileTemplate(workshop, path, text, { visible });
  const spot: Spot = { document: workshop.document, path };
  if (text instanceof Object && !(template instanceof LiteralTemplate))
    workshop.document.error('cannot-be-sent', path, 'a text is needed here, not a structure');
  tryLiteral(workshop, template, spot, bodyText);
  return { kind: 'text', template, spot };
}

function checkBody({ document }: Workshop, path: Path, fields: CallFields): void {
  const [first, ...others] = kinds.filter(key => fields[key] !== undefined);
  for (const key of others)
    document.errorAtKey('key-choice', [...path, key], `a call has one body: either ${first} or ${key}`);
  if (fields.nested !== undefined && fields.query === undefined && fields.form === undefined)
    document.errorAtKey(
      'useless-key',
      [...path, 'nested'],
      'nested is for a query or a form, and this call has none',
    );
  const method = (['get', 'delete'] as const).find(name => fields[name] !== undefined);
  if (first === undefined || method === undefined) return;
  // RFC 9110, 9.3.1 and 9.3.5: such content has no meaning that all agree on.
  const message = `many servers pass over the body of a ${method.toUpperCase()}`;
  document.report('warning', 'unusual-body', document.placeOfKey([...path, first]), message);
}
