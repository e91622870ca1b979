import { checksOf } from './check-digits.js';
import { shifted } from './days.js';
import type { Draw } from './key.js';
import type { Kind } from './kinds.js';
import { fakeCity, fakeName } from './names.js';
import { scrambled } from './spelling.js';

/** A reply with more of a kind is an export, and no test case. */
const MOST = 1_000;

/** As many phones are set aside for invented people, +7 962 048-00-00 and on. */
const PHONES = 10_000;

/** What each original is in one spelling, its canonical one, and what stands for it. */
export class Fakes {
  private readonly byKind = new Map<Kind, Map<string, string | undefined>>();
  private readonly taken = new Set<string>();
  private days: number | undefined;

  constructor(private readonly draw: Draw) {}

  /** @throws RangeError when there are more than anybody could look over */
  add(kind: Kind, original: string): void {
    const known = this.byKind.get(kind) ?? new Map<string, string | undefined>();
    if (known.size === MOST && !known.has(original))
      throw new RangeError(`there are more than ${MOST} values of the kind ${kind} in it`);
    if (!known.has(original)) known.set(original, undefined);
    this.byKind.set(kind, known);
  }

  /**
   * Days for all births of a folder: what is before and after, and what is the same day elsewhere, stays so. Another
   * one is drawn where somebody's day would become that of somebody else. Nothing may be added any more.
   */
  get shift(): number {
    for (let attempt = 0; this.days === undefined; attempt++) {
      const sign = this.draw.below(2, 'shift', 'sign', attempt) * 2 - 1;
      const days = sign * (30 + this.draw.below(370, 'shift', 'days', attempt));
      const born = this.originals('birthDate').filter(day => day.includes('-', 1));
      if (attempt > MOST || !born.some(day => this.has('birthDate', shifted(day, days)))) this.days = days;
    }
    return this.days;
  }

  has(kind: Kind, original: string): boolean {
    return this.byKind.get(kind)?.has(original) === true;
  }

  originals(kind: Kind): string[] {
    return [...(this.byKind.get(kind)?.keys() ?? [])];
  }

  /** What stands for an original; `undefined` for what is none. Nothing may be added any more. */
  of(kind: Kind, original: string): string | undefined {
    const known = this.byKind.get(kind);
    if (!known?.has(original)) return undefined;
    const before = known.get(original);
    if (before !== undefined) return before;
    const fake = this.draft(kind, original);
    known.set(original, fake);
    this.taken.add(`${kind} ${fake}`);
    return fake;
  }

  /** @throws RangeError when none is free */
  private draft(kind: Kind, original: string): string {
    for (let attempt = 0; attempt < PHONES; attempt++) {
      const fake = this.made(kind, original, attempt);
      // One that is somebody else's, or was so before, would make two people one.
      const isFree = kind === 'birthDate' || (!this.taken.has(`${kind} ${fake}`) && !this.has(kind, fake));
      if (isFree && fake !== original) return fake;
    }
    throw new RangeError(`nothing is free that could stand for a value of the kind ${kind}`);
  }

  private made(kind: Kind, original: string, attempt: number): string {
    const { draw } = this;
    switch (kind) {
      case 'phone':
        if (!original.startsWith('7')) return scrambled(draw, original, attempt);
        return `7962048${String((draw.below(PHONES, 'phone', original) + attempt) % PHONES).padStart(4, '0')}`;
      case 'email':
        return `person-${this.hex('email', original, attempt)}@example.com`;
      case 'secret':
        return `invented-${this.hex('secret', original, attempt)}`;
      case 'name':
        return fakeName(draw, original, attempt).toLowerCase();
      case 'city':
        return fakeCity(draw, original, attempt).toLowerCase();
      case 'address':
        return `${/\p{Script=Cyrillic}/u.test(original) ? 'примерная улица' : 'example street'}, ${1 + draw.below(9_999, 'address', original, attempt)}`;
      case 'birthDate':
        return shifted(original, this.shift);
      case 'card': {
        const checks = checksOf(original);
        for (let more = 0; ; more++) {
          const fake = scrambled(draw, original, attempt * 10_000 + more);
          if (checksOf(fake) === checks || more > 9_000) return fake;
        }
      }
      case 'number':
        return scrambled(draw, original, attempt);
    }
  }

  private hex(what: string, text: string, attempt: number): string {
    return this.draw.below(0x1000000, what, text, attempt).toString(16).padStart(6, '0');
  }
}
