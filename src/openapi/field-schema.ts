import { meaningOfKind } from '../loyalty-api/normalise.js';
import type { FieldKind } from '../loyalty-api/operations.js';
import { calendarDay } from './shape-schema.js';
import type { Schema } from './types.js';

/**
 * What a field of a request may be, in JSON Schema: what it allows is accepted, control characters aside. The gateway
 * accepts more: a JSON number for a phone, say, which is told in words, or each field of a generated client would be a
 * text, a number, a truth value or null; and a % in a card number, unless it stands for a / or a control character.
 *
 * The patterns keep to the part of regular expressions that all languages have in common (JSON Schema 2020-12, 6.4),
 * so neither \d nor lookahead.
 */
const schemaOfKind: Readonly<Record<FieldKind, Schema>> = {
  msisdn: {
    type: 'string',
    pattern: '^ *[+]?[ ()-]*[1-9]([ ()-]*[0-9]){4,14}[ ()-]*$',
    maxLength: 40,
  },
  date: calendarDay,
  email: { type: 'string', pattern: '^[^@ ]+@[^@ ]+$', maxLength: 254 },
  sex: {
    type: 'string',
    pattern: '^([MmFfМмЖж]|[Mm][Aa][Ll][Ee]|[Ff][Ee][Mm][Aa][Ll][Ee])$',
  },
  text: { type: 'string', maxLength: 1000 },
  texts: { type: 'array', items: { type: 'string', maxLength: 1000 }, maxItems: 100 },
  cardNumber: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[^/\\\\%]+$' },
  segment: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[^/\\\\%]+$' },
};

/** What the patterns do not tell a reader, for most of them are no pleasure to read. */
const notesOfKind: Readonly<Partial<Record<FieldKind, string>>> = {
  msisdn: 'Digits only is the usual spelling; a + before them, blanks, brackets and hyphens are passed over.',
  sex: 'Also м, ж, male, female; in capitals as well.',
  cardNumber: 'Without /, \\ and %.',
  segment: 'Without /, \\ and %.',
};

/** The schema of a field, which says nothing of whether it must be there. */
export function fieldSchema(kind: FieldKind): Schema {
  return schemaOfKind[kind];
}

/** A field in words. */
export function fieldDescription(kind: FieldKind | undefined): string {
  if (!kind) return 'As the partner and Koshelek agreed.';
  const meaning = meaningOfKind[kind];
  const sentence = `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`;
  const note = notesOfKind[kind];
  return note === undefined ? sentence : `${sentence} ${note}`;
}
