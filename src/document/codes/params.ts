import { codes, yaml } from './entry.js';

/** Params, and what must not be shown. */
export const paramCodes = codes({
  'unknown-param': {
    summary: 'The mapping declares no such param.',
    bad: yaml`
      params: { CRM_URL: { required: true } }
      crm: { baseUrl: "\${CRM_ULR}" }
    `,
    good: yaml`
      params: { CRM_URL: { required: true } }
      crm: { baseUrl: "\${CRM_URL}" }
    `,
  },
  'unset-param': {
    summary: 'A param that is needed has no value.',
    bad: yaml`
      params: { SHOP: {} }
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { shop: "\${SHOP}" } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      params: { SHOP: {} }
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { shop?: "\${SHOP}" } }
          response: { card: "{% $card %}" }
    `,
  },
  'param-value': {
    summary: 'The value of a param is none of those that the mapping lists.',
    bad: yaml`
      params: { BARCODE: { oneOf: [EAN_13, QR], default: EAN13 } }
    `,
    good: yaml`
      params: { BARCODE: { oneOf: [EAN_13, QR], default: EAN_13 } }
    `,
  },
  'secret-param': {
    summary: 'A secret param is read where it could be seen.',
    bad: yaml`
      params: { TOKEN: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        headers: { X-Token: "{% $params.TOKEN %}" }
    `,
    good: yaml`
      params: { TOKEN: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        headers: { X-Token: "\${TOKEN}" }
    `,
  },
  'secret-token': {
    summary: 'A step reads the token of the login, which only send: may.',
    bad: yaml`
      crm:
        baseUrl: https://crm.example.com
        auth: { login: { post: /login, token: $reply.body.token } }
      operations:
        getCard:
          steps:
            card: { get: /cards, query: { token: "{% $session.token %}" } }
          response: { card: "{% $card %}" }
    `,
    good: yaml`
      crm:
        baseUrl: https://crm.example.com
        auth:
          login:
            post: /login
            token: $reply.body.token
            send: { query: { token: "{% $session.token %}" } }
      operations:
        getCard:
          steps:
            card: { get: /cards }
          response: { card: "{% $card %}" }
    `,
  },
  'secret-header': {
    summary: 'A header that holds credentials is asked for.',
    bad: yaml`
      requestHeaders: [Authorization]
    `,
    good: yaml`
      requestHeaders: [Accept-Language]
    `,
  },
  'secret-in-clear': {
    summary: 'A secret stands in the mapping, or in a param that is not secret.',
    bad: yaml`
      params: { TOKEN: { required: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { bearer: "\${TOKEN}" }
    `,
    good: yaml`
      params: { TOKEN: { required: true, secret: true } }
      crm:
        baseUrl: https://crm.example.com
        auth: { bearer: "\${TOKEN}" }
    `,
  },
  'short-secret': {
    summary: 'A secret is too short to be masked in what is printed.',
    bad: yaml`
      params: { PIN: { secret: true, default: "12" } }
    `,
    good: yaml`
      params: { PIN: { secret: true, required: true } }
    `,
  },
});
