import type { FindingCode } from '../document/codes/catalogue.js';
import { Document } from '../document/document.js';
import { codeFrame, type Finding } from '../document/finding.js';
import type { Place } from '../document/place.js';
import { conceal } from './conceal.js';

/**
 * A config file, whose findings quote no secret. A code frame shows the lines around its place, and the password
 * may be the next one; so frames are made here, where all findings of a file arise, whoever reports them and
 * however late.
 */
export class ConfigDocument extends Document {
  override report(
    level: Finding['level'],
    code: FindingCode,
    place: Place,
    message: string,
    hint?: string,
  ): void {
    super.report(level, code, place, discreet(code, message), hint);
  }

  protected override endAt(): undefined {
    return undefined;
  }

  protected override frameAt(place: Place): string | undefined {
    // As long as it is not read nobody knows which of its lines holds a password.
    if (this.value === undefined) return undefined;
    const { text, column } = conceal(this, place);
    return codeFrame(text, place.line, column);
  }
}

function discreet(code: FindingCode, message: string): string {
  if (code === 'yaml') return withoutQuote(message);
  // Of `{ hash: $scrypt$ln=15,r=8,p=3$… }` YAML makes three keys.
  const isCutHash = code === 'unknown-key' && /^unknown key "[rp]=\d/.test(message);
  return isCutHash ? 'inside of { } a hash stands in quotes, for a comma ends it' : message;
}

/** A password that begins with * or !, or stands behind |, is an alias, a tag or no token to YAML, which quotes it. */
function withoutQuote(message: string): string {
  return message.replace(/: .*/s, '');
}
