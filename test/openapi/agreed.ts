import type { Mapping } from '../../src/mapping/mapping.js';
import { mappingWith } from './demo.js';

/** A mapping that makes use of all that can be agreed on, and of names that mean something elsewhere. */
export function agreedMapping(): Mapping {
  return mappingWith(
    `
  findCard:
    require: [birthDate, { oneOf: [msisdn, email, query.tag] }, query.shop]
    steps: { nobody: { answer: nothing } }
    response: { card: { cardNumber: 1, cardState: active, barcode: { barcodeNumber: 1, barcodeType: EAN_8 } } }
  updateCardholder:
    route: POST|PUT|PATCH /v2/holder/{cardNumber}
    require: [phone, { oneOf: [email, surname] }, { oneOf: [sex, birthDate] }, body.consent]
    contract: { body: { channels: texts }, "response?": { status: { oneOf: [ok, wait, ok] } } }
    steps: { ask: { post: /x } }
    response: { status: ok }
`,
    `custom:
  updateCardholderPut:
    summary: '<script>alert("1")</script> & co'
    route: GET /v1/tiers/{tier}/{cardNumber}
    contract:
      query: { phone: msisdn, on: date }
      response: [{ id: digits, since?: date, points: integer, more?: any, names: [text], constructor: text }]
    steps: { nobody: { fail: cardNotFound } }
    response: []
  forgetCard:
    route: DELETE /v2/holder/{number}
    contract: { response: nothing }
    steps: { nobody: { fail: cardNotFound } }
`,
  );
}
