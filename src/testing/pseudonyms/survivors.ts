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
  const found: Survivor[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const readings = readingsOf(line);
    const stands = (kind: Kind, original: string) => readings.some(reading => isIn(reading, kind, original));
    for (const kind of kinds)
      if (fakes.originals(kind).some(original => stands(kind, original))) found.push({ kind, line: at + 1 });
    if (secrets.some(secret => secret.length >= 4 && readings.some(reading => reading.includes(secret))))
      found.push({ kind: 'secret', line: at + 1 });
  }
  return found;
}

function isIn(reading: string, kind: Kind, original: string): boolean {
  const lower = reading.toLowerCase();
  switch (kind) {
    case 'phone':
      return digitsOf(reading).includes(original.startsWith('7') ? original.slice(1) : original);
    case 'card':
    case 'number':
      // A short one stands in many a longer one by chance.
      if (original.length >= 9 || (original.length >= 6 && /\p{L}/u.test(original)))
        return reading
          .replace(/[^\p{L}\d]/gu, '')
          .toUpperCase()
          .includes(original);
      return lower.split(/[^\p{L}\d]+/u).includes(original.toLowerCase());
    case 'name':
      return lower.split(/[^\p{L}'’]+/u).includes(original);
    case 'birthDate':
      return spellingsOf(original).some(spelling => reading.includes(spelling));
    case 'email':
      return lower.includes(original);
    case 'secret':
      return reading.includes(original);
    default:
      return new RegExp(`(?<![\\p{L}\\d])${escaped(original)}(?![\\p{L}\\d])`, 'u').test(lower);
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

/** Digits one behind the other, where nothing but the marks of a number is between them. */
function digitsOf(text: string): string {
  return text.replace(/(?<=\d)[\s().\u00a0\u2010-\u2015-]+(?=\d)/gu, '');
}

/** What a line says as it is, and what is hidden in it by percents, escapes, references or Base64. */
function readingsOf(line: string): string[] {
  const percent = line.replace(/(?:%[\da-fA-F]{2})+/g, run => attempt(() => decodeURIComponent(run), run));
  const escapes = line.replace(/\\u([\da-fA-F]{4})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const references = line.replace(/&#(x[\da-f]+|\d+);/gi, (_, code) =>
    attempt(() => String.fromCodePoint(Number(String(code).replace(/^x/i, '0x'))), ''),
  );
  const hidden = [...line.matchAll(/[\w+/-]{12,}={0,2}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString('utf8'),
  );
  return [...new Set([line, percent, escapes, references, ...hidden])];
}

function attempt(work: () => string, otherwise: string): string {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
