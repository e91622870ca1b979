import { shifted } from './days.js';
import type { Fakes } from './fakes.js';
import type { Kind } from './kinds.js';
import { escaped } from './spelling.js';

/** An original that stands in a text in spite of all. */
export interface Survivor {
  readonly kind: Kind;
  readonly line: number;
}

const kinds: readonly Kind[] = [
  'phone',
  'email',
  'name',
  'birthDate',
  'card',
  'number',
  'city',
  'address',
  'secret',
];

/**
 * Looks for the originals once more, and in another way than they were replaced: each text is stripped of its marks and
 * its encodings, and nothing but the characters of an original counts.
 *
 * @param secrets further texts that may not stand there
 */
export function survivors(text: string, fakes: Fakes, secrets: readonly string[]): Survivor[] {
  const originals = kinds.flatMap(kind => fakes.originals(kind).map(original => ({ kind, original })));
  for (const secret of secrets) if (secret.length >= 4) originals.push({ kind: 'secret', original: secret });
  const found = new Map<string, Survivor>();
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    // YAML folds long lines at their spaces.
    const readings = readingsOf(`${line} ${lines[at + 1]?.trim() ?? ''}`);
    for (const { kind, original } of originals) {
      if (found.has(`${kind} ${at}`) || !readings.some(reading => isIn(reading, kind, original))) continue;
      const isBelow = !readingsOf(line).some(reading => isIn(reading, kind, original));
      const row =
        isBelow && readingsOf(lines[at + 1] ?? '').some(reading => isIn(reading, kind, original))
          ? at + 1
          : at;
      found.set(`${kind} ${row}`, { kind, line: row + 1 });
    }
  }
  return [...found.values()];
}

/** A line as it may be understood, in the forms in which the originals are looked for. */
interface Reading {
  readonly text: string;
  readonly lower: string;
  /** Digits one behind the other, where nothing but the marks of a number is between them. */
  readonly digits: string;
  readonly compact: string;
  readonly parts: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

function asReading(text: string): Reading {
  const lower = text.toLowerCase();
  return {
    text,
    lower,
    digits: text.replace(/(?<=\d)[\s().\u00a0\u2010-\u2015-]+(?=\d)/gu, ''),
    compact: text.replace(/[^\p{L}\d]/gu, '').toUpperCase(),
    parts: new Set(lower.split(/[^\p{L}\d]+/u)),
    words: new Set(lower.split(/[^\p{L}'’]+/u)),
  };
}

function isIn(
  { text, lower, digits, compact, parts, words }: Reading,
  kind: Kind,
  original: string,
): boolean {
  switch (kind) {
    case 'phone':
      return digits.includes(original.startsWith('7') ? original.slice(1) : original);
    case 'card':
    case 'number': {
      // A short one stands in many a longer one by chance.
      const isLong = original.length >= 9 || (original.length >= 6 && /\p{L}/u.test(original));
      return isLong ? compact.includes(original) : parts.has(original.toLowerCase());
    }
    case 'name':
      return words.has(original);
    case 'birthDate':
      return spellingsOf(original).some(spelling => text.includes(spelling));
    case 'email':
      return lower.includes(original);
    case 'secret':
      return text.includes(original);
    default:
      return (
        lower.includes(original) &&
        new RegExp(`(?<![\\p{L}\\d])${escaped(original)}(?![\\p{L}\\d])`, 'u').test(lower)
      );
  }
}

function spellingsOf(day: string): string[] {
  if (!/^\d{4}-/.test(day)) return [day];
  const [year = '', month = '', date = ''] = shifted(day, 0).split('-');
  return [
    `${year}-${month}-${date}`,
    `${date}.${month}.${year}`,
    `${year}/${month}/${date}`,
    `${date}/${month}/${year}`,
    `${year}.${month}.${date}`,
  ];
}

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a line says as it is, and what is hidden in it by percents, escapes, references or Base64. */
function readingsOf(line: string): Reading[] {
  const percent = line.replace(/(?:%[\da-fA-F]{2})+/g, run => attempt(() => decodeURIComponent(run), run));
  const pluses = percent.replaceAll('+', ' ');
  const escapes = line.replace(/\\u([\da-fA-F]{4})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const references = line.replace(/&(?:#(x[\da-f]+|\d+)|(amp|lt|gt|quot|apos|nbsp));/gi, (_, code, name) =>
    name === undefined
      ? attempt(() => String.fromCodePoint(Number(String(code).replace(/^x/i, '0x'))), '')
      : named[String(name).toLowerCase() as keyof typeof named],
  );
  const hidden = [...line.matchAll(/[\w+/-]{12,}={0,2}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString('utf8'),
  );
  return [...new Set([line, percent, pluses, escapes, references, ...hidden])].map(asReading);
}

function attempt(work: () => string, otherwise: string): string {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
