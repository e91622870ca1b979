import { isObject, scalarText } from '../../json/values.js';
import { readPhone } from '../../mapping/helpers/phone.js';
import { isContentOf, kindOfLabel, nameOfPair } from './below.js';
import { textsIn, valuesIn } from './content.js';
import { dayIn } from './days.js';
import type { Fakes } from './fakes.js';
import { isPerson, type Kind, kindOfName } from './kinds.js';
import { withoutReferences } from './references.js';
import { compact } from './spelling.js';

export const WORD = /\p{L}+(?:['’]\p{L}+)*/gu;
/**
 * A run of such characters is looked through once, from its beginning. Elsewhere, as behind another address, no more
 * counts than the 64 that may stand in front of the `@`: else long runs would take time that grows with their square.
 */
export const EMAIL =
  /(?:(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+|[\p{L}\p{N}._%+'-]{1,64})@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Digits as people and programs put them into groups; what belongs together is found out by looking at the groups. */
export const DIGITS = /\+?\(?\d(?:[\s().\u00a0\u2010-\u2015-]{0,3}\d)*/gu;

/** Texts in texts, as JSON in XML in JSON. Nobody writes more; `&amp;amp;amp;` may go on without an end. */
export const MAX_LAYERS = 8;

/** Finds out which values are somebody's, by the names of their members and by what they look like. */
export class Learner {
  /** How many texts are being read that stand in each other. */
  private layers = 0;

  /** @param isOrdinary whether a word is one of the mapping's own, such as a state or a type, and nobody's name */
  constructor(
    private readonly fakes: Fakes,
    private readonly isOrdinary: (word: string) => boolean,
  ) {}

  /**
   * @param name of the member that holds it
   * @param around the name of what that member is in
   * @param above what the values there are, as the name around them or a label beside them says
   */
  value(value: unknown, name = '', around = '', above?: Kind): void {
    const kind =
      kindOfName(name) ??
      (above && isContentOf(above, name) ? above : undefined) ??
      (/^(full_?)?name$|^title$|^имя$/i.test(name) && isPerson(around) ? 'name' : undefined);
    if (Array.isArray(value)) {
      const known = nameOfPair(value, name);
      if (known !== undefined) this.scalar('name', known);
      for (const item of value) this.value(item, name, around, above);
    } else if (isObject(value)) {
      this.members(value, name, kind);
    } else {
      const text = scalarText(value);
      if (text === undefined || typeof value === 'boolean') return;
      const inside = this.layers < MAX_LAYERS ? (valuesIn(text) ?? referredTo(text)) : undefined;
      this.layers += 1;
      if (inside !== undefined) this.value(inside, name, around, above);
      this.layers -= 1;
      if (kind) for (const part of partsOfKind(kind, text, inside)) this.scalar(kind, part);
      this.shapes(text);
    }
  }

  /** What looks like somebody's wherever it stands. */
  shapes(text: string): void {
    for (const [email] of text.matchAll(EMAIL)) this.fakes.add('email', email.toLowerCase());
    for (const [run] of text.matchAll(DIGITS)) {
      for (const part of partsOf(run)) {
        const phone = readPhone(part);
        if (phone && /^79\d{9}$/.test(phone)) this.fakes.add('phone', phone);
      }
      for (const group of run.match(/\d{12,}/g) ?? []) if (!isMoment(group)) this.fakes.add('card', group);
    }
  }

  scalar(kind: Kind, text: string): void {
    const trimmed = text.trim();
    switch (kind) {
      case 'phone': {
        const phone = readPhone(trimmed);
        if (phone) this.fakes.add('phone', phone);
        else if (/^[\d\s()+.-]{5,}$/.test(trimmed)) this.scalar('number', trimmed);
        break;
      }
      case 'email':
        // An address that looks like none.
        if (trimmed.includes('@') && !new RegExp(`^${EMAIL.source}$`, 'u').test(trimmed))
          this.scalar('secret', trimmed);
        break;
      case 'name':
        for (const [word] of trimmed.matchAll(WORD))
          if (word.length > 1 && !this.isOrdinary(word)) this.fakes.add('name', word.toLowerCase());
        break;
      case 'birthDate':
        this.birthDate(trimmed);
        break;
      case 'city':
      case 'address':
        if (trimmed.length > 2 && /\p{L}/u.test(trimmed) && !this.isOrdinary(trimmed))
          this.fakes.add(kind, trimmed.toLowerCase());
        break;
      case 'card':
      case 'number': {
        const number = compact(trimmed);
        if (number.length >= 4 && /\d/.test(number) && !this.isOrdinary(trimmed) && !dayIn(trimmed))
          this.fakes.add(kind, number);
        break;
      }
      case 'secret':
        if (trimmed.length >= 6 && !this.isOrdinary(trimmed) && !/^(bearer|basic|https?:.*)$/i.test(trimmed))
          this.fakes.add(/^\d+$/.test(trimmed) ? 'number' : 'secret', trimmed);
        break;
    }
  }

  private members(value: Readonly<Record<string, unknown>>, name: string, kind: Kind | undefined): void {
    const kinds = Object.keys(value).map(kindOfName);
    const isSomebody =
      isPerson(name) ||
      kinds.some(kind => kind === 'phone' || kind === 'email' || kind === 'name' || kind === 'birthDate');
    const said = kind ?? kindOfLabel(name, value);
    for (const [key, member] of Object.entries(value)) {
      this.shapes(key);
      this.value(member, key, isSomebody ? 'person' : name, said);
    }
  }

  private birthDate(text: string): void {
    const [, moment] = /^(?:\/Date\()?(-?\d{5,14})(?:[+-]\d{4}\)\/|\)\/)?$/.exec(text) ?? [];
    const day = dayIn(text);
    if (day !== undefined) this.fakes.add('birthDate', day);
    else if (moment !== undefined) this.fakes.add('birthDate', moment);
    else if (text.length > 4) this.scalar('address', text);
  }
}

/** The texts that are of a kind by the name of their member, whatever else is known of what is inside. */
function partsOfKind(kind: Kind, text: string, inside: unknown): string[] {
  // A secret is one as a whole, whatever it is made of.
  if (inside === undefined || kind === 'secret') return [text];
  if (typeof inside === 'string') return kind === 'name' ? [withoutReferences(text, ' ')] : [];
  // Not all that is told of a card is its number.
  if (kind === 'card') return [];
  const texts = textsIn(inside);
  return texts.length > 0 ? texts : [text];
}

/** What a text refers to (`&#1050;озлова`), if it does. */
function referredTo(text: string): string | undefined {
  const plain = withoutReferences(text);
  return plain === text ? undefined : plain;
}

/** All that may be one number in a run of digits: each group, and each row of groups. */
export function partsOf(run: string): string[] {
  const groups = [...run.matchAll(/\+?\(?\d+\)?/g)];
  const parts: string[] = [];
  for (const [from, first] of groups.entries())
    for (const last of groups.slice(from, from + 6))
      parts.push(run.slice(first.index, last.index + last[0].length));
  return parts;
}

/** In milliseconds, or as digits of date and time. */
function isMoment(digits: string): boolean {
  return (
    (digits.length === 13 && /^1[0-8]/.test(digits)) ||
    /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d{4}(\d\d)?$/.test(digits)
  );
}
