import { codes, yaml } from './entry.js';

/** Keys and values that do not fit the place where they stand, in any file. */
export const shapeCodes = codes({
  'unknown-key': {
    summary: 'There is no such key here.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, qery: { number: "{% $request.params.cardNumber %}" } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { number: "{% $request.params.cardNumber %}" } }
          response: { card: "{% $card %}" }
    `,
  },
  'missing-key': {
    summary: 'A key that is needed here is not there.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        auth: { header: { name: X-Shop } }
    `,
    good: yaml`
      params: { KEY: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { header: { name: X-Shop, value: "\${KEY}" } }
    `,
  },
  'wrong-type': {
    summary: 'A text, a number, a list or a mapping of keys stands where another of them belongs.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        asText: number
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        asText: [number]
    `,
  },
  'unknown-value': {
    summary: 'The value is none of the words that can stand here.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, ifMissing: cardNotFund }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, ifMissing: cardNotFound }
          response: { card: "{% $card %}" }
    `,
  },
  'wrong-value': {
    summary: 'The value is written as it cannot be, or is more or less than it can be.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        timeout: 3 seconds
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        timeout: 3s
    `,
  },
  'key-choice': {
    summary: 'Of several keys one must stand here, and none or more than one does.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { when: $exists($request.params.cardNumber) }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { when: $exists($request.params.cardNumber), get: /cards }
            noCard: { when: $not($exists($card)), fail: cardNotFound }
          response: { card: "{% $card %}" }
    `,
  },
  'useless-key': {
    summary: 'A key can do nothing beside the others that stand here.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, max: 10 }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
  },
});
