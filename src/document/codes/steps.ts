import { codes, yaml } from './entry.js';

/** What steps give, and who reads it. */
export const stepCodes = codes({
  'absent-step': {
    summary:
      'A template reads a step that may be absent, and no step above looks whether it is: the operation fails then.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, mayFail: true }
            bonus: { get: "/bonus/{% $card.id %}" }
          response: { card: "{% $bonus %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, mayFail: true }
            noCard: { when: $not($exists($card)), fail: cardNotFound }
            bonus: { get: "/bonus/{% $card.id %}" }
          response: { card: "{% $bonus %}" }
    `,
  },
});
