import { codes, yaml } from './entry.js';

/** What is wrong in a config, a test file or a selftest file, and with the files that they name. */
export const otherFileCodes = codes({
  'mapping-file': {
    summary: 'The mapping that a file names cannot be read.',
    bad: yaml`
      test: 1
      mapping: mappings/crm.yaml
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
  'secret-file': {
    summary: 'A file that holds a secret cannot be read, or is empty.',
    bad: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: { file: no-such-file }
    `,
    good: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: { file: password.txt }
    `,
  },
  environment: {
    summary: 'A config needs a variable of the environment that is not set, or names none.',
    bad: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${NO_SUCH_VARIABLE}
    `,
    good: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
    `,
  },
  'duplicate-login': {
    summary: 'Two users of a config have the same login.',
    bad: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
        - login: koshelek
          password: \${OTHER_PASSWORD}
    `,
    good: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
        - login: koshelek-test
          password: \${OTHER_PASSWORD}
    `,
  },
  'no-tls': {
    summary: 'A config lets the gateway listen on an address that others reach, and nothing is encrypted.',
    bad: yaml`
      listen: { host: 0.0.0.0 }
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
    `,
    good: yaml`
      listen: { host: 0.0.0.0 }
      trustProxy: [10.0.0.0/8]
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
    `,
  },
  'not-mapped': {
    summary: 'A login may call an operation that the mapping leaves out.',
    bad: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
          operations: [findCard, getCard, issueCard]
    `,
    good: yaml`
      mapping: crm.yaml
      users:
        - login: koshelek
          password: \${PASSWORD}
          operations: [findCard, getCard]
    `,
  },
  'replica-state': {
    summary:
      'A config says `replicas: true`, and something that all replicas should know is kept by each of them: see docs/replicas.md.',
    bad: yaml`
      mapping: busy.yaml
      users: [{ login: koshelek, password: "\${PASSWORD}" }]
      replicas: true
    `,
    good: yaml`
      mapping: busy.yaml
      users: [{ login: koshelek, password: "\${PASSWORD}" }]
      replicas: true
      shared: redis://redis.example.com:6379
    `,
  },
  'shared-person': {
    summary: 'Somebody without a card is somebody with one, too.',
    bad: yaml`
      selftest: 1
      known: { phone: "79620480100", cardNumber: "4700000000000072783" }
      unknown: { phone: "79620480100", cardNumber: "4700000000000072784" }
    `,
    good: yaml`
      selftest: 1
      known: { phone: "79620480100", cardNumber: "4700000000000072783" }
      unknown: { phone: "79620480199", cardNumber: "4700000000000072784" }
    `,
  },
});
