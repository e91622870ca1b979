import { codes, yaml } from './entry.js';

/** What is wrong in the shared parts and the tables of a test file. */
export const testFileCodes = codes({
  'unknown-shared': {
    summary: 'A case names a shared part that the test file does not have.',
    bad: yaml`
      test: 1
      mapping: crm.yaml
      shared:
        replies:
          none: { status: 404 }
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          exchanges:
            - { call: { get: /cards/4700 }, reply: none }
            - { call: { get: /cards/4700 }, reply: nobody }
          answer: { error: cardNotFound }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      shared:
        replies:
          none: { status: 404 }
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          exchanges:
            - { call: { get: /cards/4700 }, reply: none }
          answer: { error: cardNotFound }
    `,
  },
  'unused-shared': {
    summary: 'No case names a shared part.',
    bad: yaml`
      test: 1
      mapping: crm.yaml
      shared:
        replies:
          none: { status: 404 }
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          exchanges:
            - { call: { get: /cards/4700 }, reply: { status: 404 } }
          answer: { error: cardNotFound }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      shared:
        replies:
          none: { status: 404 }
      cases:
        - name: a card that the CRM does not have
          operation: getCard
          request: { params: { cardNumber: "4700" } }
          exchanges:
            - { call: { get: /cards/4700 }, reply: none }
          answer: { error: cardNotFound }
    `,
  },
  'row-column': {
    summary: 'A table of cases puts in a column that a row does not have, or where it cannot stand.',
    bad: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card \${number}
          operation: getCard
          request: { params: { cardNumber: "\${card}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700", card: "4700" }
            - { number: "4701" }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card \${number}
          operation: getCard
          request: { params: { cardNumber: "\${number}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700" }
            - { number: "4701" }
    `,
  },
  'unused-column': {
    summary: 'A row of a table has a column that is put in nowhere.',
    bad: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card \${number}
          operation: getCard
          request: { params: { cardNumber: "\${number}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700", state: blocked }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card \${number}
          operation: getCard
          request: { params: { cardNumber: "\${number}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700" }
    `,
  },
  'row-name': {
    summary: 'Two rows of a table make cases of the same name.',
    bad: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card
          operation: getCard
          request: { params: { cardNumber: "\${number}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700" }
            - { number: "4701" }
    `,
    good: yaml`
      test: 1
      mapping: crm.yaml
      cases:
        - name: no card \${number}
          operation: getCard
          request: { params: { cardNumber: "\${number}" } }
          answer: { error: cardNotFound }
          rows:
            - { number: "4700" }
            - { number: "4701" }
    `,
  },
});
