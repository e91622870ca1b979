import { codes, yaml } from './entry.js';

/** What is wrong with a file before anything in it is read. */
export const fileCodes = codes({
  yaml: {
    summary: 'The file is not YAML 1.2 in UTF-8, or uses what means nothing there.',
    bad: yaml`
      operations:
        findCard:
          steps:
            kind: { value: $request.query.email ? "email" : "phone" }
          response: { card: "{% $kind %}" }
    `,
    good: yaml`
      operations:
        findCard:
          steps:
            kind: { value: '$request.query.email ? "email" : "phone"' }
          response: { card: "{% $kind %}" }
    `,
  },
  'duplicate-key': {
    summary: 'Two keys beside each other are the same one, or come out as the same one.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        timeout: 3s
        timeout: 5s
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        timeout: 5s
    `,
  },
  'changed-number': {
    summary: 'YAML reads a number that loses its plus or its zeros.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { shop: 007 } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { shop: "007" } }
          response: { card: "{% $card %}" }
    `,
  },
  'file-kind': {
    summary: 'The file is of another kind than it was named as.',
    bad: yaml`
      test: 1
      mapping: crm.test.yaml
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          answer: { error: cardNotFound }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          answer: { error: cardNotFound }
    `,
  },
});
