import { withoutPercents } from '../../loyalty-api/percents.js';
import { readPhone } from '../../mapping/helpers/phone.js';
import { asJson, valuesOfBody } from './content.js';
import { dayIn, shiftedMoment, withDay } from './days.js';
import { Fakes } from './fakes.js';
import { namedValuesOf } from './headers.js';
import { Draw } from './key.js';
import type { Kind } from './kinds.js';
import { DIGITS, EMAIL, Learner, MAX_LAYERS, partsOf, WORD } from './learn.js';
import { writtenAround } from './references.js';
import { compact, escaped, inCaseOf, inGroupsOf, withDigits } from './spelling.js';

/** Days between slashes; others are in groups of digits. */
const DAYS = /\d\d?\/\d\d?\/\d{4}|\d{4}\/\d\d\/\d\d/;

const TOKENS = new RegExp(`${EMAIL.source}|${DAYS.source}|${DIGITS.source}|${WORD.source}`, 'gu');
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Runs in which something is percent-encoded, and fields with a plus for a blank. They begin at their beginning, or long
 * ones would be read for each place.
 */
const ENCODED =
  /(?<![^\s"'<>&=?#/])[^\s"'<>&=?#/]*%[\da-fA-F]{2}[^\s"'<>&=?#/]*|(?<=(?:^|[?&#])[^\s"'<>&=?#/]{1,64}=)[^\s"'<>&=?#/]*\+[^\s"'<>&=?#/]*/g;

/** Kinds of which a text is looked for as a whole. */
const PHRASES = ['secret', 'address', 'city'] as const;

const NUMBERS = ['card', 'number'] as const;

/**
 * Invented people in the place of real ones. First it learns from everything who is in it; then it writes everything
 * anew. The same original has the same fake everywhere, in whichever spelling it stands, and a fake is spelt as its
 * original was.
 */
export class Pseudonyms {
  readonly fakes: Fakes;
  readonly learner: Learner;
  private readonly hosts = new Map<string, string>();

  /**
   * @param key what the fakes are drawn by: without it nobody finds the originals
   * @param ordinary texts of the mapping's own, in small letters
   */
  constructor(key: Uint8Array, ordinary: ReadonlySet<string>) {
    this.fakes = new Fakes(new Draw(key));
    this.learner = new Learner(this.fakes, word => ordinary.has(word.toLowerCase()));
  }

  /** Learns from a body: JSON, a form, XML, or a text. */
  learnBody(text: string): void {
    this.learner.value(valuesOfBody(text));
    if (asJson(text) === undefined) this.learner.shapes(text);
  }

  /** Learns from a header, by its own name and by those in it: of parameters, and of the fields of URLs. */
  learnHeader(name: string, value: string): void {
    this.learner.value(withoutPercents(value), name);
    for (const { isOfPerson, members } of namedValuesOf(name, value))
      this.learner.value(members, isOfPerson ? 'person' : '');
  }

  /** From now on another host stands for one. */
  learnHost(host: string): void {
    if (this.hosts.has(host)) return;
    const number = this.hosts.size + 1;
    this.hosts.set(host, `crm${number === 1 ? '' : `-${number}`}.example.com`);
  }

  /** A body with other people in it; the rest of it stays, to the letter. */
  body(text: string): string {
    if (asJson(text) === undefined) return this.text(text);
    return text.replace(JSON_TOKENS, (token, colon: string | undefined) => {
      if (!token.startsWith('"')) return this.number(token);
      const content = token.slice(0, token.lastIndexOf('"') + 1);
      const plain = JSON.parse(content) as string;
      const written = this.text(plain, colon !== undefined);
      return written === plain ? token : `${JSON.stringify(written)}${colon ?? ''}`;
    });
  }

  /** A text with other people in it. */
  text(text: string, isKey = false, layer = 0): string {
    if (/^\s*[[{]/.test(text) && asJson(text) !== undefined) return this.body(text);
    return writtenAround(text, {
      referring: plain =>
        layer < MAX_LAYERS ? this.text(plain, isKey, layer + 1) : this.encoded(plain, isKey),
      other: piece => this.encoded(piece, isKey),
    });
  }

  /** A text in which something may be percent-encoded. */
  private encoded(text: string, isKey: boolean): string {
    const decoded = text.replace(ENCODED, run => {
      const plain = percentDecoded(run);
      if (plain === undefined) return run;
      const written = this.plain(plain, isKey);
      if (written === plain) return run;
      const blank = run.includes('+') && !run.includes('%20') ? '+' : '%20';
      return encodeURIComponent(written).replaceAll('%20', blank);
    });
    return this.plain(decoded, isKey);
  }

  /** A number of JSON. */
  private number(token: string): string {
    if (!/^-?\d+$/.test(token)) return token;
    const moment = this.fakes.has('birthDate', token) ? shiftedMoment(token, this.fakes.shift) : undefined;
    return moment ?? this.part(token) ?? token;
  }

  private plain(text: string, isKey: boolean): string {
    const kept: string[] = [];
    const keep = (fake: string) => `\uE000${kept.push(fake) - 1}\uE001`;
    let rest = text;
    for (const [host, fake] of this.hosts) rest = rest.replaceAll(host, () => keep(fake));
    for (const kind of isKey ? [] : PHRASES) {
      for (const original of this.fakes.originals(kind)) {
        if (!rest.toLowerCase().includes(original.toLowerCase())) continue;
        const pattern = new RegExp(`(?<![\\p{L}\\d])${escaped(original)}(?![\\p{L}\\d])`, 'giu');
        rest = rest.replace(pattern, found =>
          keep(kind === 'secret' ? this.fake(kind, original) : inCaseOf(found, this.fake(kind, original))),
        );
      }
    }
    for (const kind of isKey ? [] : NUMBERS) {
      for (const original of this.fakes.originals(kind).filter(number => /\p{L}/u.test(number))) {
        const pattern = new RegExp(`(?<![\\p{L}\\d])${[...original].join('[\\s-]?')}(?![\\p{L}\\d])`, 'giu');
        rest = rest.replace(pattern, found => keep(inGroupsOf(found, this.fake(kind, original))));
      }
    }
    return rest.replace(/\uE000\d+\uE001|[^\uE000]+/g, part =>
      part.startsWith('\uE000')
        ? (kept[Number(part.slice(1, -1))] ?? '')
        : part.replace(TOKENS, token => this.token(token, isKey)),
    );
  }

  private token(token: string, isKey: boolean): string {
    if (token.includes('@')) {
      const fake = this.fakes.of('email', token.toLowerCase());
      return fake === undefined ? token : inCaseOf(token, fake);
    }
    if (/\d/.test(token)) return this.run(token);
    const fake = isKey ? undefined : this.fakes.of('name', token.toLowerCase());
    return fake === undefined ? token : inCaseOf(token, fake);
  }

  /** Digits: the longest row of groups that somebody has goes first. */
  private run(run: string): string {
    const whole = this.part(run);
    if (whole !== undefined) return whole;
    const parts = partsOf(run).sort((one, other) => other.length - one.length);
    for (const part of parts) {
      const fake = this.part(part);
      if (fake === undefined) continue;
      const at = run.indexOf(part);
      return this.run(run.slice(0, at)) + fake + this.run(run.slice(at + part.length));
    }
    return run;
  }

  private part(part: string): string | undefined {
    const day = dayIn(part);
    const otherDay = day === undefined ? undefined : this.fakes.of('birthDate', day);
    if (otherDay !== undefined) return withDay(part, otherDay);
    if (this.fakes.has('birthDate', part)) return shiftedMoment(part, this.fakes.shift);
    const phone = readPhone(part);
    const otherPhone = phone === undefined ? undefined : this.fakes.of('phone', phone);
    if (phone !== undefined && otherPhone !== undefined)
      return withDigits(part, phone.startsWith('7') ? otherPhone.slice(1) : otherPhone);
    const number = compact(part);
    for (const kind of NUMBERS) {
      const other = this.fakes.of(kind, number);
      if (other !== undefined) return inGroupsOf(part, other);
    }
    return undefined;
  }

  private fake(kind: Kind, original: string): string {
    return this.fakes.of(kind, original) ?? original;
  }
}

function percentDecoded(run: string): string | undefined {
  try {
    // A plus is a blank, but for those in an email.
    return decodeURIComponent(/@|%40/.test(run) ? run : run.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
