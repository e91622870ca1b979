import { codes, yaml } from './entry.js';

/** Card numbers that the gateway gives out. */
export const cardCodes = codes({
  'claim-without-verify': {
    summary:
      'The mapping claims card numbers, and cannot ask the CRM who has one: after a timeout nobody could find out whether the card was issued.',
    bad: yaml`
      operations:
        issueReservedCard:
          steps:
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            issue: { post: "/cards/{% $claimed.cardNumber %}" }
    `,
    good: yaml`
      cards:
        verify:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          owner: $card.phone
      operations:
        issueReservedCard:
          steps:
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            issue: { post: "/cards/{% $claimed.cardNumber %}" }
    `,
  },
  'missing-cards': {
    summary:
      'With the params of its config, a mapping takes card numbers of the gateway, and the config keeps none.',
    isDeployed: true,
    bad: yaml`
      operations:
        reserveCard:
          steps:
            free: { reserve: true }
          response: { cardNumber: "{% $free.cardNumber %}" }
    `,
    good: yaml`
      operations:
        reserveCard: { unsupported: the shop gives out its cards itself }
    `,
  },
  'unused-cards': {
    summary: 'A config keeps card numbers, and with its params the mapping takes none of them.',
    bad: yaml`
      mapping: crm.yaml
      users: [{ login: koshelek, password: "\${PASSWORD}" }]
      cards: { key: "\${CARDS_KEY}", pool: {} }
    `,
    good: yaml`
      mapping: crm.yaml
      users: [{ login: koshelek, password: "\${PASSWORD}" }]
    `,
  },
  'verify-write': {
    summary:
      '`cards.verify` finds out who has a number: it makes no writes, answers nothing and takes no numbers.',
    bad: yaml`
      cards:
        verify:
          steps:
            card: { post: /cards/search, body: { number: "{% $request.params.cardNumber %}" } }
          owner: $card.phone
    `,
    good: yaml`
      cards:
        verify:
          steps:
            card: { post: /cards/search, safe: true, body: { number: "{% $request.params.cardNumber %}" } }
          owner: $card.phone
    `,
  },
  'constant-person': {
    summary:
      'A `person` or an `owner` is the same for every card: everybody would get the card of the first.',
    bad: yaml`
      operations:
        reserveCard:
          steps:
            free: { reserve: true, person: '"somebody"' }
          response: { cardNumber: "{% $free.cardNumber %}" }
    `,
    good: yaml`
      operations:
        reserveCard:
          steps:
            free: { reserve: true }
          response: { cardNumber: "{% $free.cardNumber %}" }
    `,
  },
  'second-claim': {
    summary:
      'An operation issues one card, and so has one claim. Of several with a `when`, one at most may be reached.',
    bad: yaml`
      cards:
        verify:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          owner: $card.phone
      operations:
        issueReservedCard:
          steps:
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            another: { claim: $request.params.cardNumber, person: $request.body.phone }
            issue: { post: "/cards/{% $claimed.cardNumber %}" }
    `,
    good: yaml`
      cards:
        verify:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          owner: $card.phone
      operations:
        issueReservedCard:
          steps:
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            issue: { post: "/cards/{% $claimed.cardNumber %}" }
    `,
  },
  'write-above-claim': {
    summary:
      'A write stands above a claim: when Koshelek asks again, it is made again, and those below are not.',
    bad: yaml`
      cards:
        verify:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          owner: $card.phone
      operations:
        issueReservedCard:
          steps:
            customer: { post: /customers, body: { phone: "{% $request.body.phone %}" } }
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            issue: { post: "/cards/{% $claimed.cardNumber %}", body: { customer: "{% $customer.id %}" } }
    `,
    good: yaml`
      cards:
        verify:
          steps:
            card: { get: "/cards/{% $request.params.cardNumber %}" }
          owner: $card.phone
      operations:
        issueReservedCard:
          steps:
            claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
            customer: { post: /customers, body: { phone: "{% $request.body.phone %}" } }
            issue: { post: "/cards/{% $claimed.cardNumber %}", body: { customer: "{% $customer.id %}" } }
    `,
  },
});
