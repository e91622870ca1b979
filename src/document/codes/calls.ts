import { codes, yaml } from './entry.js';

/** Calls to the CRM, and what they are sent with. */
export const callCodes = codes({
  'base-url': {
    summary: 'The address of the CRM, or of a login, is none.',
    bad: yaml`
      crm: { baseUrl: crm.example.com/api }
    `,
    good: yaml`
      crm: { baseUrl: "https://crm.example.com/api" }
    `,
  },
  path: {
    summary: 'The path of a call holds what does not belong into a path.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: "/cards?number={% $request.params.cardNumber %}" }
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
  'unusual-body': {
    summary: 'A body goes with a method that usually has none.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, body: { number: "{% $request.params.cardNumber %}" } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card: { post: /cards/search, safe: true, body: { number: "{% $request.params.cardNumber %}" } }
          response: { card: "{% $card %}" }
    `,
  },
  'cannot-be-sent': {
    summary: 'A value has no form in which it could be sent.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { filter: { number: "{% $request.params.cardNumber %}" } } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card:
              get: /cards
              query: { filter: { number: "{% $request.params.cardNumber %}" } }
              nested: brackets
          response: { card: "{% $card %}" }
    `,
  },
  'not-sent': {
    summary: 'A token, a signature or the number of a page goes with no call.',
    bad: yaml`
      operations:
        getCard:
          steps:
            card: { get: /cards, pages: { first: 1, next: $page + 1, rows: $reply.body } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      operations:
        getCard:
          steps:
            card:
              get: /cards
              query: { page: "{% $page %}" }
              pages: { first: 1, next: $page + 1, rows: $reply.body }
          response: { card: "{% $card %}" }
    `,
  },
  credential: {
    summary: 'A login, a password or a token is empty, or cannot be sent in its place.',
    bad: yaml`
      params: { PASSWORD: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { basic: { user: "shop:1", password: "\${PASSWORD}" } }
    `,
    good: yaml`
      params: { PASSWORD: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { basic: { user: shop-1, password: "\${PASSWORD}" } }
    `,
  },
  'constant-signature': {
    summary: 'What is signed is the same for every call.',
    bad: yaml`
      params: { KEY: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { hmac: { key: "\${KEY}", string: shop-1, headers: { X-Sign: "{% $signature %}" } } }
    `,
    good: yaml`
      params: { KEY: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { hmac: { key: "\${KEY}", string: "{% $call.target %}", headers: { X-Sign: "{% $signature %}" } } }
    `,
  },
  'refresh-token': {
    summary: 'What to know of a refresh token that the CRM changes.',
    bad: yaml`
      params: { FIRST_TOKEN: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth:
          oauth2:
            tokenUrl: https://crm.example.com/token
            grant: refresh_token
            clientId: shop
            refreshToken: \${FIRST_TOKEN}
    `,
    good: yaml`
      params: { SECRET: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth:
          oauth2:
            tokenUrl: https://crm.example.com/token
            grant: client_credentials
            clientId: shop
            clientSecret: \${SECRET}
    `,
  },
  'tls-file': {
    summary:
      'A file of crm.tls, or of listen.tls in a config, cannot be read, or does not fit the other; or a certificate ends soon.',
    isDeployed: true,
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        tls: { ca: ca.pem }
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
    `,
  },
  'slow-call': {
    summary: 'A call may take as long as its whole operation.',
    bad: yaml`
      deadline: 5s
      operations:
        getCard:
          steps:
            card: { get: /cards, timeout: 10s }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      deadline: 5s
      operations:
        getCard:
          steps:
            card: { get: /cards, timeout: 3s }
          response: { card: "{% $card %}" }
    `,
  },
  'unknown-call': {
    summary: 'A step uses a call that does not stand under calls:.',
    bad: yaml`
      calls:
        cardOf: { get: /cards }
      operations:
        getCard:
          steps:
            first: { use: cardOf }
            card: { use: crdOf }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      calls:
        cardOf: { get: /cards }
      operations:
        getCard:
          steps:
            first: { use: cardOf }
            card: { use: cardOf }
          response: { card: "{% $card %}" }
    `,
  },
  'unused-call': {
    summary: 'No step uses a call.',
    bad: yaml`
      calls:
        cardOf: { get: /cards }
      operations:
        getCard:
          steps:
            card: { get: /cards }
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
  'missing-given': {
    summary: 'A call reads $given, and the step that uses it gives nothing.',
    bad: yaml`
      calls:
        cardOf: { get: /cards, query: { number: "{% $given %}" } }
      operations:
        getCard:
          steps:
            card: { use: cardOf }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      calls:
        cardOf: { get: /cards, query: { number: "{% $given %}" } }
      operations:
        getCard:
          steps:
            card: { use: cardOf, given: "{% $request.params.cardNumber %}" }
          response: { card: "{% $card %}" }
    `,
  },
  'unused-given': {
    summary: 'A step gives something to a call that does not read $given.',
    bad: yaml`
      calls:
        allCards: { get: /cards }
      operations:
        getCard:
          steps:
            cards: { use: allCards, given: "{% $request.params.cardNumber %}" }
          response: { card: "{% $cards %}" }
    `,
    good: yaml`
      calls:
        allCards: { get: /cards }
      operations:
        getCard:
          steps:
            cards: { use: allCards }
          response: { card: "{% $cards %}" }
    `,
  },
});
