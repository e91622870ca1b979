import { codes, yaml } from './entry.js';

/** What is wrong in an expression, or with the marks around it. */
export const expressionCodes = codes({
  'expression-syntax': {
    summary: 'The expression is not JSONata.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.status == 404
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.status = 404
    `,
  },
  'changed-escape': {
    summary: 'YAML has made a control character of an escape that was meant for JSONata.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            noCard: { when: "$contains($card.state, /\\bgone/)", fail: cardNotFound }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            noCard: { when: '$contains($card.state, /\\bgone/)', fail: cardNotFound }
          response: { card: "{% $card %}" }
    `,
  },
  'bare-name': {
    summary: 'A name without $ reads the context, and there is none: values are variables.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: status = 404
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.status = 404
    `,
  },
  'unknown-variable': {
    summary: 'There is no such variable here.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $crad %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
  },
  'later-step': {
    summary: 'An expression reads a step that stands further down the page.',
    bad: yaml`
      operations:
        getCard:
          steps:
            bonus: { get: /bonus, query: { card: "{% $card.id %}" } }
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            bonus: { get: /bonus, query: { card: "{% $card.id %}" } }
          response: { card: "{% $card %}" }
    `,
  },
  'unknown-function': {
    summary: 'There is no such function.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, take: $frist($reply.body) }
          response: { card: "{% $card %}" }
      functions:
        first: function($rows) { $rows[0] }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, take: $first($reply.body) }
          response: { card: "{% $card %}" }
      functions:
        first: function($rows) { $rows[0] }
    `,
  },
  'not-a-function': {
    summary: 'A variable is called as a function.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card('number') %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card.number %}" }
    `,
  },
  'unknown-member': {
    summary: 'A variable never holds the member that is read of it.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.code = 404
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.status = 404
    `,
  },
  'shadowed-name': {
    summary:
      'A local variable has the name of a step or a variable; a warning where it has that of a function.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            first: { value: "($card := $card.items[0]; $card.number)" }
          response: { card: "{% $first %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            first: { value: "($one := $card.items[0]; $one.number)" }
          response: { card: "{% $first %}" }
    `,
  },
  regex: {
    summary: 'The regex is not one of RE2, on which regexes run so that none of them takes forever.',
    bad: yaml`
      operations:
        getCard:
          steps:
            plain: { value: "$replace($request.params.cardNumber, /^0+(?=[1-9])/, '')" }
          response: { card: "{% $plain %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            plain: { value: "$replace($request.params.cardNumber, /^0+/, '')" }
          response: { card: "{% $plain %}" }
    `,
  },
  'long-number': {
    summary: 'JSONata would read a number as another one than is written.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.body.number = 4700000000000072783
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        missing: $reply.body.number = "4700000000000072783"
    `,
  },
  'decimal-operand': {
    summary: 'An operator takes the text of a decimal for a number.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            rich: { value: "$total($card.lots.amount) > 100" }
          response: { card: "{% $rich %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards }
            rich: { value: "$compare($total($card.lots.amount), 100) > 0" }
          response: { card: "{% $rich %}" }
    `,
  },
  'not-a-condition': {
    summary: 'A value stands where true or false belongs; an error where it is a constant.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        success: $reply.body.ok
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        success: $reply.body.ok = true
    `,
  },
  'no-function': {
    summary: 'What stands under functions: is no function.',
    bad: yaml`
      functions:
        vat: 20 / 120
    `,
    good: yaml`
      functions:
        vat: function($price) { $price * 20 / 120 }
    `,
  },
  marker: {
    summary: 'A mark of an expression or a param is open, missing, or stands where it means nothing.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { number: $request.params.cardNumber } }
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
});
