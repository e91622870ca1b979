import { addDays } from './add-days.js';
import { minus, times } from './arithmetic.js';
import { compare, same } from './comparing.js';
import { consent } from './consent.js';
import { date, formatDate, instant } from './dates.js';
import { dayEnd, dayStart } from './day-borders.js';
import { major, minor, numeral, total } from './decimals.js';
import { ean13, isEan13 } from './ean13.js';
import { field } from './field.js';
import { filled } from './filled.js';
import { hash } from './hashes.js';
import type { Helper } from './helper.js';
import { groupBy, list, unique } from './lists.js';
import { odata, soql, sqlFilter, sqlLike } from './literals.js';
import { phone } from './phone.js';
import { phoneForms } from './phone-forms.js';
import { receipt } from './receipt.js';
import { decimal } from './rounding.js';
import { sameEmail } from './same-email.js';
import { samePhone } from './same-phone.js';
import { pick } from './tables.js';
import { queryString, urlPart } from './urls.js';

/** The helper functions by area. To add one, write it in a file beside this one and name it here. */
const areas: readonly (readonly Helper[])[] = [
  [phone, phoneForms, samePhone, sameEmail],
  [date, instant, formatDate, dayStart, dayEnd, addDays],
  [decimal, minor, major, total, times, minus, compare, numeral],
  [filled, pick, same, field, consent],
  [list, unique, groupBy],
  [soql, odata, sqlFilter, sqlLike, urlPart, queryString],
  [ean13, isEan13, hash, receipt],
];

export const helpers: ReadonlyMap<string, Helper> = new Map(
  areas.flat().map(helper => [helper.name, helper]),
);

/**
 * The functions of JSONata itself. `$eval` is not among them: nothing is compiled while the gateway runs.
 * The list is that of jsonata 2.2; a test compares it with the library.
 */
export const builtIns: ReadonlySet<string> = new Set(
  (
    'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl ' +
    'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase ' +
    'formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not ' +
    'now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split spread ' +
    'sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip'
  ).split(' '),
);
