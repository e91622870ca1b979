import { z } from 'zod';
import { versionProblem } from '../document/shape.js';
import { numeral } from '../document/units.js';
import { isCalendarDay } from '../loyalty-api/calendar.js';
import { operationIds, operations } from '../loyalty-api/operations.js';
import { paramsOf } from '../loyalty-api/paths.js';
import { reads } from './routes.js';

/** The fields of a data file: what the people who run a service know of what it has to answer. */

/** Card numbers and phones are texts, also where somebody forgot the quotes. */
const text = z.union([z.string(), z.number(), numeral], { error: 'a text is needed here' });
const filled = text.transform(String).refine(value => value.trim() !== '', 'this is empty');
const cardNumber = filled.describe('the number of a card, in quotes');
const phone = text
  .transform(String)
  .refine(
    value => /^[1-9]\d{4,14}$/.test(value),
    'a phone is 5 to 15 digits with its country code, without +',
  )
  .describe('a phone: 5 to 15 digits with the country code, without +, in quotes');
const email = filled.optional().describe('an email address');
const day = z
  .string()
  .refine(isCalendarDay, 'this must be a day of the calendar such as 2026-01-31')
  .describe('a day, YYYY-MM-DD');

const person = {
  surname: filled.optional().describe('the surname'),
  firstname: filled.optional().describe('the first name'),
  patronymic: filled.optional().describe('the patronymic'),
  sex: z.enum(['м', 'ж', 'm', 'f']).optional().describe('the sex'),
  birthDate: day.optional().describe('the birthday, YYYY-MM-DD'),
  email,
  countryCode: filled.optional().describe('the country, such as RU'),
  locality: filled.optional().describe('the town'),
};

const holder = z.strictObject({ phone, ...person });
const channels = z.array(z.string()).max(100);

const route = z
  .string()
  .regex(/^(GET|POST|PUT) \/[^\s?#]*$/, 'a route is a method and a path, such as PUT /v2/card/{cardNumber}');

/** Editors show what they are beside the names. */
const operationId = z
  .enum(operationIds)
  .meta({ enumDescriptions: operationIds.map(id => operations[id].summary) });

const routes = z.partialRecord(operationId, route).superRefine((given, context) => {
  for (const id of operationIds) {
    const text = given[id];
    if (text === undefined) continue;
    const complain = (message: string) => context.addIssue({ code: 'custom', path: [id], message });
    const missing = paramsOf(operations[id].path).find(name => !text.includes(`{${name}}`));
    if (missing) complain(`the path has no {${missing}}`);
    // What is sent without permission to write has to be a read by its method too.
    if (reads.has(id) && /^(POST|PUT) /.test(text)) complain(`${id} reads, so its method is GET`);
  }
});

export const dataFields = z.strictObject({
  selftest: z.literal(1, { error: versionProblem('selftest') }).describe('the version of this file'),
  known: z
    .strictObject({ phone, cardNumber, email })
    .optional()
    .describe('somebody with a card that is not blocked'),
  unknown: z
    .strictObject({ phone, cardNumber })
    .optional()
    .describe('a phone and a card number that nobody has'),
  blocked: z.strictObject({ phone }).optional().describe('somebody whose card is blocked'),
  purchases: z
    .strictObject({
      cardNumber,
      first: day.describe('the day of one purchase, YYYY-MM-DD'),
      last: day.describe('the day of a later one'),
      item: filled.optional().describe('what `item` of a purchase on the first day says'),
    })
    .refine(({ first, last }) => first < last, { path: ['last'], error: '"last" must be after "first"' })
    .optional()
    .describe('a card with purchases on two days'),
  promos: z.strictObject({ cardNumber }).optional().describe('a card whose holder gets offers'),
  anonymous: holder.optional().describe('who gets a reserved number'),
  newCard: holder.optional().describe('who gets a card without a reserved number'),
  profile: z
    .strictObject({ cardNumber, phone: phone.optional(), ...person })
    .optional()
    .describe('what is changed in the profile of a card'),
  consents: z
    .strictObject({
      cardNumber,
      allow: channels.default(['email']).describe('the channels that are allowed'),
      deny: channels.default(['sms']).describe('the channels that are denied'),
    })
    .optional()
    .describe('which channels the holder of a card allows'),
  receipt: z
    .strictObject({ cardNumber, qrCode: filled.describe('what the QR code holds') })
    .optional()
    .describe('the QR code of a cash receipt'),
  lists: z
    .array(z.enum(['listUsers', 'listUsersExtended']))
    .optional()
    .describe('the optional lists that there are'),
  routes: routes.default({}).describe('routes that are not those of the API'),
});

export type SelftestData = z.output<typeof dataFields>;

/** The parts of the data that a step can need. */
export type Section = Exclude<keyof SelftestData, 'selftest' | 'routes'>;

/** What is known without a file. */
export const noData: SelftestData = dataFields.parse({ selftest: 1 });
