import { codes, yaml } from './entry.js';

/** Calls of functions, and expressions that decide nothing. */
export const functionCodes = codes({
  'wrong-arguments': {
    summary:
      'A function is called with more or fewer arguments than it takes, or with such as it never takes; of a function of the mapping, which gets nothing for what is missing, a warning.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { tail: "{% $substring($request.params.cardNumber) %}" } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { tail: "{% $substring($request.params.cardNumber, 4) %}" } }
          response: { card: "{% $card %}" }
    `,
  },
  'wrong-setting': {
    summary:
      'A time zone, a pattern of dates, a hash or the like is written out, and the helper does not know it.',
    bad: yaml`
      operations:
        listPurchases:
          steps:
            receipts:
              get: /receipts
              query: { from: "{% $dayStart($request.query.startDate, 'Europe/Moskow') %}" }
          response: "{% $receipts %}"
    `,
    good: yaml`
      operations:
        listPurchases:
          steps:
            receipts:
              get: /receipts
              query: { from: "{% $dayStart($request.query.startDate, 'Europe/Moscow') %}" }
          response: "{% $receipts %}"
    `,
  },
  constant: {
    summary: 'A part of an expression comes out the same every time, so that it decides nothing.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            blocked: { when: '$card.state = "blocked" or "lost"', fail: cardBlocked }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            blocked: { when: '$card.state in ["blocked", "lost"]', fail: cardBlocked }
          response: { card: "{% $card %}" }
    `,
  },
});
