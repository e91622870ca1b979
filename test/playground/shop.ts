/** A small mapping and its test file: what the tests of the playground need, and little to wait for. */
export const mapping = `mapping: 1
name: shop
api: "1.0.0"
params:
  CRM_URL: { required: true }
  CRM_TOKEN: { required: true, secret: true }
  BARCODE_TYPE: { default: EAN_13 }
crm:
  baseUrl: \${CRM_URL}
  auth: { bearer: "\${CRM_TOKEN}" }
functions:
  stateOf: |
    function($c) { $c.active ? "active" : "inactive" }
operations:
  findCard:
    steps:
      byPhone:
        when: $exists($request.query.msisdn)
        get: /customers
        query: { phone: "{% $phone($request.query.msisdn, '+') %}" }
        take: $list($reply.body.items)
      byEmail:
        when: $exists($request.query.email)
        get: /customers
        query: { email: "{% $request.query.email %}" }
        take: $list($reply.body.items)
      found:
        value: $append($byPhone, $byEmail)[0]
      nobody:
        when: $not($exists($found))
        answer: nothing
    response:
      card:
        cardNumber: "{% $found.number %}"
        cardState: "{% $stateOf($found) %}"
        barcode: { barcodeNumber: "{% $found.number %}", barcodeType: "{% $params.BARCODE_TYPE %}" }
  getCard: { unsupported: the CRM has no balance }
  updateCommunication:
    steps:
      say:
        put: "/customers/{% $request.params.cardNumber %}/consent"
        body: { "sms?": "{% 'sms' in $request.body.allow ? true %}" }
`;

export const tests = `# The cases of the shop.
test: 1
mapping: shop.yaml
params:
  CRM_URL: https://crm.example.com
  CRM_TOKEN: invented-token

shared:
  replies:
    nobody: { body: { items: [] } }

cases:
  # A comment that stays.
  - name: found by phone and email
    operation: findCard
    request: { query: { msisdn: "79620480100", email: maria@example.com } }
    exchanges:
      - call: { get: /customers, query: { phone: "+79620480100" } }
        reply: { body: { items: [{ number: 4700000000000072783, active: true, title: Gold }] } }
      - call: { get: /customers, query: { email: maria@example.com } }
        reply: nobody
    answer:
      body:
        card:
          cardNumber: "4700000000000072783"
          cardState: active
          barcode: { barcodeNumber: "4700000000000072783", barcodeType: EAN_13 }

  - name: the CRM hangs
    operation: findCard
    request: { query: { msisdn: "79620480100" } }
    exchanges:
      - call: { get: /customers, query: { phone: "+79620480100" } }
        fault: timeout
    answer: { error: crmTimeout }
`;

export const files = { 'shop.yaml': mapping, 'shop.test.yaml': tests };
