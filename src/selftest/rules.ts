import type { Confidence } from '../loyalty-api/operations.js';

/** How sure a rule is: as the catalogue of operations has it, or `standard`, demanded by an RFC the API builds on. */
export type Sureness = Confidence | 'standard';

/** A violation fails the run. A warning does not: there a reasonable implementation may differ. */
export type Level = 'violation' | 'warning';

/** Something that every implementation of the API is held to. */
export interface Rule {
  /** What it demands, in one sentence. */
  readonly text: string;
  readonly source: string;
  /** `operation`: as sure as the operation it is applied to, and a warning where that one is assumed. */
  readonly sureness: Sureness | 'operation';
  readonly level: Level;
}

const transport = 'Loyalty Online API 1.0.0, transport';
const api = (part: string) => `Loyalty Online API, ${part}`;

const demand = (source: string, sureness: Rule['sureness'], text: string): Rule => ({
  text,
  source,
  sureness,
  level: 'violation',
});
const advice = (source: string, sureness: Rule['sureness'], text: string): Rule => ({
  text,
  source,
  sureness,
  level: 'warning',
});

/** All rules by their ids, which are stable: people and pipelines filter by them. */
export const rules = {
  // The connection and the answer as such.
  reachable: demand(
    transport,
    'documented',
    'The service can be reached, over HTTPS with a valid certificate.',
  ),
  answered: demand(transport, 'documented', 'Every request gets one complete HTTP answer in time.'),
  'status-code': demand(
    transport,
    'documented',
    'Only two status codes are sent: 200 processed, 422 an error occurred (and 401 for refused credentials).',
  ),
  'content-type': demand(
    transport,
    'documented',
    'Every answer carries Content-Type: application/json; charset=utf-8, also when its body is empty.',
  ),
  'utf-8': demand(transport, 'documented', 'Bodies are UTF-8.'),
  mojibake: demand(
    transport,
    'documented',
    'Text arrives as it was written: nothing that was decoded with a wrong charset on the way.',
  ),
  json: demand(transport, 'documented', 'A body is one JSON text.'),
  'duplicate-members': demand(
    'RFC 8259, 4',
    'standard',
    'The names within an object are unique: of two, nobody knows which one a reader takes.',
  ),
  'scalars-are-strings': demand(
    transport,
    'documented',
    'Every elementary field is a JSON string, whatever its nature.',
  ),
  'error-body': demand(
    transport,
    'documented',
    'A 422 carries {"code": "…", "description": "…"}, both of them strings.',
  ),
  'error-status': demand(transport, 'documented', 'An error is told by a 422, never inside a 200.'),
  processed: demand(transport, 'operation', 'What the test data says is in order is processed: 200.'),
  contract: demand(api('operations'), 'operation', 'The body has the form of the operation.'),
  'empty-body': demand(api('operations'), 'operation', 'The operation answers 200 with an empty body.'),

  // Credentials.
  'auth-accepted': demand('RFC 7617, 2', 'standard', 'The login and its password are accepted.'),
  'auth-missing': demand('RFC 7617, 2', 'standard', 'Without credentials nothing is answered: 401.'),
  'auth-wrong-password': demand('RFC 7617, 2', 'standard', 'A wrong password is refused: 401.'),
  'auth-unknown-login': demand('RFC 7617, 2', 'standard', 'An unknown login is refused: 401.'),
  'auth-malformed': demand('RFC 7617, 2', 'standard', 'Credentials that cannot be read are refused: 401.'),
  'auth-challenge': demand(
    'RFC 9110, 11.6.1; RFC 7617, 2',
    'standard',
    'A 401 carries WWW-Authenticate: Basic with a realm.',
  ),
  'auth-scheme-case': demand(
    'RFC 7617, 2',
    'standard',
    'The scheme is read without regard to case: basic is Basic.',
  ),
  'auth-status': advice(
    'RFC 9110, 15.5.2',
    'assumed',
    'Refused credentials are told by a 401. The API names only 200 and 422, so a 422 may be meant.',
  ),
  'auth-refusal-body': advice(
    transport,
    'assumed',
    'A 401 has the content type and the error body of every other error.',
  ),

  // HTTP.
  'head-without-body': demand('RFC 9110, 9.3.2', 'standard', 'The answer to HEAD has no body.'),
  'head-reserves': advice(
    'RFC 9110, 9.2.1',
    'assumed',
    'HEAD on the route that reserves is refused: 200 says that it was processed, so a number may be reserved.',
  ),
  'unknown-path': advice(transport, 'assumed', 'A path that the API does not have is refused: 422.'),
  'unknown-parameters': demand(
    api('findCard'),
    'documented',
    'Parameters that the partner does not know are ignored.',
  ),
  'broken-json': demand(transport, 'documented', 'A body that is no JSON is refused: 422.'),
  'oversized-body': demand(transport, 'documented', 'A body that is too large is refused by an answer: 422.'),
  'slow-client': demand(
    'RFC 9110, 15.5.9',
    'assumed',
    'A request that takes two seconds to arrive is answered as any other.',
  ),
  'keep-alive': advice(
    'RFC 9112, 9.5',
    'standard',
    'A connection stays open, or the answer says Connection: close. A server may close it at any time, but then requests get lost.',
  ),
  'connection-reuse': advice(
    'RFC 9112, 9.3',
    'assumed',
    'Several requests go over one connection: a new one for each costs time, most of all with TLS.',
  ),
  latency: demand('--budget', 'assumed', 'The 95th percentile of each operation is within the budget.'),

  // Cards.
  'right-card': demand(
    api('findCard'),
    'documented',
    'One user corresponds to one card: the answer is about the card that the test data names.',
  ),
  'criteria-or': demand(api('findCard'), 'documented', 'The criteria are combined with OR.'),
  'not-found-empty': demand(
    api('findCard'),
    'documented',
    'Nobody found is told by a 200 with an empty body.',
  ),
  'blocked-card': demand(
    api('findCard'),
    'documented',
    'A blocked match, where no other card is issued, is told by a 422: neither its data nor "nobody".',
  ),
  'unknown-card': demand(api('getCard'), 'implemented', 'A card number that nobody has is told by a 422.'),
  'unknown-card-changed': advice(
    api('updateCardholder, updateCommunication'),
    'assumed',
    'A change of a card number that nobody has is told by a 422.',
  ),
  balance: advice(api('getCard'), 'implemented', 'The card is told with its balance, in card.bonus.'),
  'reserved-number-form': advice(
    api('reserveCard'),
    'assumed',
    'The reserved number is told as {"cardNumber": "…"} or as one JSON string.',
  ),
  'reservation-held': demand(
    api('reserveCard'),
    'implemented',
    'A reservation is held for one hour: the number is not handed out again.',
  ),
  'not-reserved': demand(
    api('issueReservedCard'),
    'implemented',
    'A number that was never reserved is not issued: 422.',
  ),
  'issued-card-found': demand(
    api('findCard'),
    'documented',
    'A card that was issued is found by the phone of its holder.',
  ),
  'unknown-channel': demand(
    api('updateCommunication'),
    'documented',
    'A channel that the partner does not know is ignored: more are to come.',
  ),

  // Purchases.
  'purchases-interval': demand(
    api('listPurchases'),
    'implemented',
    'startDate and endDate are both included, and nothing outside of them is listed.',
  ),
  'purchases-text': demand(
    transport,
    'documented',
    'The Cyrillic text of the test data arrives letter by letter.',
  ),
  'purchases-start-required': demand(
    api('listPurchases'),
    'implemented',
    'startDate is required: 422 without it.',
  ),
  'purchases-date-order': advice(api('listPurchases'), 'assumed', 'startDate after endDate is refused: 422.'),
  'purchases-calendar': advice(
    api('listPurchases'),
    'assumed',
    'A day that the calendar does not have is refused: 422.',
  ),
  'purchases-unknown-card': advice(
    api('listPurchases'),
    'assumed',
    'The purchases of a card number that nobody has are refused: 422.',
  ),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
