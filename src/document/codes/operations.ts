import { codes, yaml } from './entry.js';

/** Operations: which there are, how they are reached and what they answer. */
export const operationCodes = codes({
  'unknown-operation': {
    summary: 'There is no such operation.',
    bad: yaml`
      operations:
        listPurchase: { unsupported: the CRM keeps no receipts }
    `,
    good: yaml`
      operations:
        listPurchases: { unsupported: the CRM keeps no receipts }
    `,
  },
  'missing-operation': {
    summary: 'The mapping lacks an operation with which every scenario of Koshelek begins.',
    bad: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
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
        getCard: { unsupported: not yet }
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
  'left-out-operations': {
    summary: 'Operations of the revision that the mapping leaves out: Koshelek may call them.',
    bad: yaml`
      mapping: 1
      name: shop
      api: "1.0.0"
      crm: { baseUrl: "https://crm.example.com" }
      operations:
        findCard: { unsupported: not yet }
        getCard: { unsupported: not yet }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
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
        getCard: { unsupported: not yet }
        updateCardholder: { unsupported: not yet }
        updateCommunication: { unsupported: not yet }
        listPurchases: { unsupported: not yet }
        listPromos: { unsupported: not yet }
        reserveCard: { unsupported: this shop issues no cards }
        issueReservedCard: { unsupported: this shop issues no cards }
        listUsers: { unsupported: not yet }
        listUsersExtended: { unsupported: not yet }
    `,
  },
  revision: {
    summary: 'The mapping has an operation that its revision of the API does not have.',
    bad: yaml`
      api: "1.0.0"
      operations:
        sendReceiptQr: { unsupported: the CRM keeps no receipts }
    `,
    good: yaml`
      api: "1.1.0"
      operations:
        sendReceiptQr: { unsupported: the CRM keeps no receipts }
    `,
  },
  route: {
    summary: 'A route is none, or cannot be that of its operation.',
    bad: yaml`
      operations:
        getCard:
          route: /v2/card/{cardNumber}
          unsupported: not yet
    `,
    good: yaml`
      operations:
        getCard:
          route: GET /v2/card/{cardNumber}
          unsupported: not yet
    `,
  },
  'duplicate-route': {
    summary: 'Two operations have the same route.',
    bad: yaml`
      custom:
        tiers: { route: GET /tiers, contract: { response: nothing } }
        levels: { route: GET /tiers, contract: { response: nothing } }
    `,
    good: yaml`
      custom:
        tiers: { route: GET /tiers, contract: { response: nothing } }
        levels: { route: GET /levels, contract: { response: nothing } }
    `,
  },
  require: {
    summary: 'What a request must carry is no value of such a request.',
    bad: yaml`
      operations:
        findCard:
          require: [phone]
          response: { card: "{% $request.query %}" }
    `,
    good: yaml`
      operations:
        findCard:
          require: [msisdn]
          response: { card: "{% $request.query %}" }
    `,
  },
  'contract-notation': {
    summary: 'What an answer holds is not written in the words of a contract.',
    bad: yaml`
      custom:
        tiers:
          route: GET /tiers
          contract: { response: { name: string } }
          response: { name: gold }
    `,
    good: yaml`
      custom:
        tiers:
          route: GET /tiers
          contract: { response: { name: text } }
          response: { name: gold }
    `,
  },
  'breaks-contract': {
    summary: 'An answer can never fit the contract.',
    bad: yaml`
      operations:
        getCard:
          steps:
            nobody: { answer: nothing }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            nobody: { fail: cardNotFound }
    `,
  },
  'missing-response': {
    summary: 'An operation may end without the body that the contract asks for.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
  },
  'unreachable-step': {
    summary: 'A step stands below one that always ends the operation.',
    bad: yaml`
      operations:
        findCard:
          steps:
            nobody: { answer: nothing }
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        findCard:
          steps:
            nobody: { when: $not($exists($request.query.msisdn)), answer: nothing }
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
  },
  proxy: {
    summary: 'A request cannot be passed on as the mapping says.',
    bad: yaml`
      operations:
        updateCardholder: { proxy: true, retries: 2 }
    `,
    good: yaml`
      operations:
        updateCardholder: { proxy: true }
    `,
  },
});
