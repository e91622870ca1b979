import { codes, yaml } from './entry.js';

/** What stands in a mapping and is read by nobody. Its examples are whole mappings, for of a part much is read elsewhere. */
export const unusedCodes = codes({
  'unused-step': {
    summary: 'Nothing reads a step that does nothing but hold a value.',
    bad: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
            tail: { value: $card.number }
          response: { card: "{% $card %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
    good: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
            tail: { value: $card.number }
          response: { card: "{% $merge([$card, { 'cardNumber': $tail }]) %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
  },
  'unused-function': {
    summary: 'Nothing calls a function of the mapping.',
    bad: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      functions:
        cardOf: 'function($c) { $merge([$c, { "cardState": "active" }]) }'
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          response: { card: "{% $card %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
    good: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      functions:
        cardOf: 'function($c) { $merge([$c, { "cardState": "active" }]) }'
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          response: { card: "{% $cardOf($card) %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
  },
  'unused-param': {
    summary: 'Nothing reads a param.',
    bad: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      params: { CARDS_PATH: { default: cards } }
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          response: { card: "{% $card %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
    good: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      params: { CARDS_PATH: { default: cards } }
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard:
          steps:
            card: { get: "/\${CARDS_PATH}/{% $request.params.cardNumber %}" }
          response: { card: "{% $card %}" }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: not yet }
        issueReservedCard: { unsupported: not yet }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
  },
});
