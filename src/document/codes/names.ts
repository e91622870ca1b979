import { codes, yaml } from './entry.js';

/** Names that a mapping gives, and that cannot be given. */
export const nameCodes = codes({
  'step-name': {
    summary: 'A step cannot have this name.',
    bad: yaml`
      operations:
        getCard:
          steps:
            phone: { value: $request.params.cardNumber }
          response: { card: "{% $request.params %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            itsPhone: { value: $request.params.cardNumber }
          response: { card: "{% $request.params %}" }
    `,
  },
  'call-name': {
    summary: 'A call cannot have this name.',
    bad: yaml`
      calls:
        card-of: { get: /cards }
      operations:
        getCard:
          steps:
            card: { use: card-of }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      calls:
        cardOf: { get: /cards }
      operations:
        getCard:
          steps:
            card: { use: cardOf }
          response: { card: "{% $card %}" }
    `,
  },
  'function-name': {
    summary: 'A function cannot have this name.',
    bad: yaml`
      functions:
        round: function($x) { $floor($x) }
    `,
    good: yaml`
      functions:
        whole: function($x) { $floor($x) }
    `,
  },
  'operation-name': {
    summary: "One of the mapping's own operations cannot have this name.",
    bad: yaml`
      custom:
        card-tiers:
          route: GET /tiers
          contract: { response: nothing }
    `,
    good: yaml`
      custom:
        cardTiers:
          route: GET /tiers
          contract: { response: nothing }
    `,
  },
  'param-name': {
    summary: 'A param cannot have this name.',
    bad: yaml`
      params: { crmUrl: { required: true } }
    `,
    good: yaml`
      params: { CRM_URL: { required: true } }
    `,
  },
  'header-name': {
    summary: 'A header cannot have this name, or is written by the HTTP client.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        headers: { Host: crm.example.com }
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        headers: { X-Shop: crm.example.com }
    `,
  },
  'session-value': {
    summary: 'A value of $session cannot have this name.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        auth:
          login: { post: /login, token: $reply.body.token, values: { shop-id: $reply.body.shop } }
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        auth:
          login: { post: /login, token: $reply.body.token, values: { shopId: $reply.body.shop } }
    `,
  },
});
