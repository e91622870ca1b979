import type { Starter } from './starter.js';
import { laterOperations, unmapped } from './unmapped.js';
import { plainOrQuoted } from './yaml-text.js';

/** A project for a CRM of which nothing is known: a small mapping that works, and is meant to be changed. */
export function blankStarter(name: string): Starter {
  const mapping = { path: `${name}.yaml`, text: mappingText(name) };
  const tests = [{ path: `${name}.test.yaml`, text: testText(name) }];
  const before = `Read of the CRM's API how a client is found by phone, and how a card is read with its balance. Then make
[${name}.yaml](${name}.yaml) say so: it has an invented CRM with such calls. What you map next, the operations of the API
say; each is \`unsupported\` until then.`;
  return { mapping, tests, before, notes: [] };
}

const mappingText = (
  name: string,
) => `# How the gateway talks to the CRM. This one is invented; change the calls to those of yours, one after another, and
# \`loyalty-gw check\` and \`loyalty-gw test\` after each. The language: docs/mapping.md of loyalty-gw; what the operations
# ask and need: docs/api.md. Values in {% … %} are expressions (JSONata, docs.jsonata.org).

mapping: 1 # the version of the language
name: ${plainOrQuoted(name)}
api: "1.2.0" # the revision of the Loyalty Online API

# What a deployment sets, in the config or in the environment.
params:
  CRM_URL: { required: true, description: "the address of the CRM's API, such as https://crm.example.com/api" }
  CRM_TOKEN: { required: true, secret: true, description: "the token that the CRM issued for the gateway" }

crm:
  baseUrl: \${CRM_URL}
  # Or basic, header, query, oauth2, login, hmac: "Authentication" in docs/mapping.md.
  auth: { bearer: "\${CRM_TOKEN}" }
  # What shows that a reply is what was asked for. Anything else is a failure, and never "no such card".
  success: $reply.status < 300 and $reply.body.ok = true
  # Numbers of cards arrive as text, with all their digits, however the CRM sends them.
  asText: [number]

# Functions see their arguments and $params.
functions:
  cardOf: |
    function($card) {{
      "cardNumber": $card.number,
      "cardState": $card.active = true ? "active" : "inactive",
      "barcode": { "barcodeNumber": $card.number, "barcodeType": "EAN_13" }
    }}

operations:
  # Koshelek asks whether somebody has a card already: GET /v1/card?msisdn=79620480100
  findCard:
    steps: # in the order of the page
      withoutPhone: # the API allows to search by email or birthday too; this CRM does not
        when: $not($exists($request.query.msisdn))
        fail: missingParameter
      clients: # a call; $clients is what it takes of the reply
        get: /clients
        query: { phone: "+{% $request.query.msisdn %}" }
        take: $list($reply.body.clients)
      nobody: # only a step that says so tells Koshelek that there is no card
        when: $count($clients) = 0
        answer: nothing
      several:
        when: $count($clients) > 1
        fail: severalCards
    response:
      card: "{% $cardOf($clients[0].card) %}"

  # The card with its balance: GET /v1/card/4600000000017
  getCard:
    steps:
      card:
        get: "/cards/{% $request.params.cardNumber %}"
        ifMissing: cardNotFound # a 404 by default; else say it under \`missing\`
        take: $reply.body.card
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: "{% $card.active = true ? 'active' : 'inactive' %}"
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: EAN_13 }
        bonus:
          total: "{% $card.balance %}"
          available: "{% $card.balance %}"
          bonuses: [] # those that will expire, each with amount and validUntil

  # Next. What each of them asks and answers: docs/api.md.
${laterOperations
  .flatMap(id => unmapped(id))
  .join('\n')
  .trimEnd()}
`;

const testText = (
  name: string,
) => `# What the mapping does, told in cases: what Koshelek asks, which calls go to the CRM and what it replies, and the
# answer. \`loyalty-gw test\` runs them, without a network. All people are invented.

test: 1 # the version of the format
mapping: ${name}.yaml
params: # as a deployment would set them
  CRM_URL: https://crm.example.com
  CRM_TOKEN: a-token-of-the-tests

cases:
  - name: found by phone
    operation: findCard
    request: { query: { msisdn: "79620480100" } }
    exchanges:
      - call: { get: /clients, query: { phone: "+79620480100" } }
        reply:
          body: { ok: true, clients: [{ name: Мария, card: { number: 4600000000017, active: true } }] }
    answer:
      body:
        card:
          cardNumber: "4600000000017"
          cardState: active
          barcode: { barcodeNumber: "4600000000017", barcodeType: EAN_13 }

  - name: nobody has this phone
    operation: findCard
    request: { query: { msisdn: "79620480199" } }
    exchanges:
      - call: { get: /clients, query: { phone: "+79620480199" } }
        reply: { body: { ok: true, clients: [] } }
    answer: { nothing: true }

  - name: the CRM is broken, which is not the same
    operation: findCard
    request: { query: { msisdn: "79620480100" } }
    exchanges:
      - call: { get: /clients, query: { phone: "+79620480100" } }
        reply: { text: "<html>502 Bad Gateway</html>" }
    answer: { error: crmBadReply }

  - name: the card with its balance
    operation: getCard
    request: { params: { cardNumber: "4600000000017" } }
    exchanges:
      - call: { get: /cards/4600000000017 }
        reply: { body: { ok: true, card: { number: 4600000000017, active: true, balance: 300 } } }
    answer:
      body:
        card:
          cardNumber: "4600000000017"
          cardState: active
          barcode: { barcodeNumber: "4600000000017", barcodeType: EAN_13 }
          bonus: { total: "300", available: "300", bonuses: [] }

  - name: no such card
    operation: getCard
    request: { params: { cardNumber: "4600000000099" } }
    exchanges:
      - call: { get: /cards/4600000000099 }
        reply: { status: 404, body: { ok: false } }
    answer: { error: cardNotFound }
`;
