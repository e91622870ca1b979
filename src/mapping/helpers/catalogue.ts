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
 * The functions of JSONata itself, with their signatures. `$eval` is not among them: nothing is compiled while the
 * gateway runs. The list is that of jsonata 2.2; a test compares it with the library.
 */
export const builtInSignatures: ReadonlyMap<string, string> = new Map(
  (
    'abs<n-:n> append<xx:a> assert<bs?:x> average<a<n>:n> base64decode<s-:s> base64encode<s-:s> boolean<x-:b> ' +
    'ceil<n-:n> clone<(oa)-:o> contains<s-(sf):b> count<a:n> decodeUrl<s-:s> decodeUrlComponent<s-:s> ' +
    'distinct<x:x> each<o-f:a> encodeUrl<s-:s> encodeUrlComponent<s-:s> error<s?:x> exists<x:b> filter<af> ' +
    'floor<n-:n> formatBase<n-n?:s> formatInteger<n-s:s> formatNumber<n-so?:s> fromMillis<n-s?s?:s> join<a<s>s?:s> ' +
    'keys<x-:a<s>> length<s-:n> lookup<x-s:x> lowercase<s-:s> map<af> match<s-f<s:o>n?:a<o>> max<a<n>:n> ' +
    'merge<a<o>:o> millis<:n> min<a<n>:n> not<x-:b> now<s?s?:s> number<(nsb)-:n> pad<s-ns?:s> parseInteger<s-s:n> ' +
    'power<n-n:n> random<:n> reduce<afj?:j> replace<s-(sf)(sf)n?:s> reverse<a:a> round<n-n?:n> shuffle<a:a> ' +
    'sift<o-f?:o> single<af?> sort<af?:a> split<s-(sf)n?:a<s>> spread<x-:a<o>> sqrt<n-:n> string<x-b?:s> ' +
    'substring<s-nn?:s> substringAfter<s-s:s> substringBefore<s-s:s> sum<a<n>:n> toMillis<s-s?:n> trim<s-:s> ' +
    'type<x:s> uppercase<s-:s> zip<a+>'
  )
    .split(' ')
    .map(entry => [entry.slice(0, entry.indexOf('<')), entry.slice(entry.indexOf('<'))]),
);

export const builtIns: ReadonlySet<string> = new Set(builtInSignatures.keys());
