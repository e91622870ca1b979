/** What stands below the options. */
export const help = `
A reply of the CRM, --crm <step>=…
  @reply.json        the body of a 200; or { "status": 404, "headers": {…}, "body": … } with status and headers
  '{"items": []}'    the same, written here
  '{"text": "OK"}'   a reply that is no JSON, also with status and headers
  404                a status without a body
  404@reply.json     a status with a body
  timeout            no reply in time; also reset (the connection breaks) and refused (nobody answers)
  The login of a mapping is the step login: --crm login=@token.json
  Given more than once, the replies are used in their order; the last one stays.

A card number before the run, --cards <number>=…
  free, reserved, reserved:PERSON, issuing:PERSON, issued:PERSON, doubtful:PERSON
  The keeper of a dry run is in memory, also with --live. A number that is not named is reserved, and
  2900000000018 is free. Steps of cards.verify are called verify.NAME: --crm verify.card=@card.json

The case of --from <file:case>: cases.test.yaml:name (or a part of the name), cases.test.yaml#2, the second, or
cases.test.yaml:40, as a line. Its mapping is taken unless --mapping or --config names one. --query, --param, --body,
--cards, --crm and --set change what they name. With --live its request alone is taken.

--record <folder> writes a test file into the folder. In the place of people, phones, addresses, cards, secrets and
hosts stand invented ones, the same for the same person in all recordings of the folder. Nothing is written when the
case does not pass, or when something real would still stand in it. Look it over before you commit it.

Params of the mapping come from the config, from --set, or from the environment. One that is required and not
set is shown as <NAME>. Secrets are masked.

It exits with 0 only if Koshelek would get an answer that the contract allows and the mapping had no fault, and
only if it is what the case of --from expects.

Examples:
  loyalty-gw dry-run findCard --mapping mappings/demo-crm.yaml --query msisdn=79620480100 \\
    --crm byPhone='{"items": [{"id": 1, "card": {"number": 4700000000000072783, "status": "ACTIVE", "barcodeType": "EAN13"}}]}'
  loyalty-gw dry-run getCard -m mappings/demo-crm.yaml -p cardNumber=1 --crm card=timeout --crm bonus=404
  loyalty-gw dry-run findCard -m mappings/demo-crm.yaml -q msisdn=79620480100 --crm byPhone=@reply.json --explain
  loyalty-gw dry-run issueReservedCard -m mappings/demo-crm.yaml --set CARDS=gateway -p cardNumber=2900000000025 \\
    -b '{"phone": "79620480100"}' --crm issue=timeout \\
    --crm card='{"status": 404, "body": {"error": {"code": "CARD_NOT_FOUND"}}}'
  loyalty-gw dry-run --from mappings/demo-crm.test.yaml:'found by phone' --explain
  loyalty-gw dry-run findCard --config loyalty-gw.yaml --query msisdn=79620480100 --live
  loyalty-gw dry-run findCard --config loyalty-gw.yaml --query msisdn=79620480100 --live --record mappings/recorded`;
