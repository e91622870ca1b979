import fc from 'fast-check';

/** Arbitrary OpenAPI files: of the shape that the specification wants, with texts, names and schemas that nobody writes. */

/** Texts that YAML, the markers of mappings, JSONata or a terminal could stumble over. */
const hostile = fc.constantFrom(
  '',
  'a: b # c',
  'it\'s "quoted"',
  '- item',
  '${CRM_URL}',
  '$${X} {% 1 %} {%%',
  '{{ x }}',
  'line\nbreak\r\n---\n...',
  '\u2028\u0085\u0000\u001b[31m\uFFFE',
  '&anchor *alias !tag %yaml |',
  '<<',
  'Ёлка 🎄 карта',
  '__proto__',
  'constructor',
  '007',
  'yes',
  '*/ --> `',
  '\ud800',
  'x'.repeat(300),
);
const text = fc.oneof(hostile, fc.string(), fc.string({ unit: 'binary' }));

/** Names that are looked for, and others. */
const name = fc.oneof(
  fc.constantFrom(
    'phone',
    'filter[phone]',
    'phoneNumber',
    'email',
    'cardNumber',
    'card',
    'cards',
    'number',
    'status',
    'active',
    'isBlocked',
    'balance',
    'points',
    'data',
    'items',
    'result',
    'and',
    'in',
    'card number',
    'card.number',
    'card`number',
    "card'number",
  ),
  text,
);

const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const values = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(name, scalar, { maxKeys: 4 }),
);

const { schema } = fc.letrec(tie => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', 'boolean', ['string', 'null'], ['null']),
        format: fc.oneof(fc.constantFrom('date', 'email', 'uuid', 'date-time', 'uri'), text),
        enum: fc.array(fc.oneof(fc.constantFrom('ACTIVE', 'blocked'), scalar), { maxLength: 3 }),
        example: values,
        default: values,
        pattern: text,
        minLength: fc.constantFrom(0, 1e9),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { maxKeys: 6 }),
        example: values,
      },
      { requiredKeys: ['properties'] },
    ),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: fc.constantFrom(0, 1e9) },
      { requiredKeys: ['items'] },
    ),
    fc.record({ allOf: fc.array(tie('schema'), { maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { maxLength: 3 }) }),
    fc.constantFrom(
      { $ref: '#/components/schemas/Loop' },
      { $ref: '#/components/schemas/Nowhere' },
      true,
      {},
    ),
  ),
}));

const parameter = fc.record(
  {
    name,
    in: fc.constantFrom('query', 'header', 'path', 'cookie', 'body'),
    required: fc.boolean(),
    schema,
    example: values,
  },
  { requiredKeys: ['name', 'in'] },
);

const response = fc.oneof(
  fc.record({ description: text }),
  fc.record({ description: text, schema }),
  fc
    .tuple(
      fc.constantFrom('application/json', 'application/hal+json', 'text/xml', '*/*'),
      fc.record({ schema, example: values }, { requiredKeys: [] }),
    )
    .map(([type, media]) => ({ description: '', content: { [type]: media } })),
);

const operation = fc.record(
  {
    operationId: text,
    summary: text,
    tags: fc.array(text, { maxLength: 2 }),
    parameters: fc.array(parameter, { maxLength: 4 }),
    responses: fc.dictionary(fc.constantFrom('200', '2XX', 'default', '404'), response, { maxKeys: 2 }),
  },
  { requiredKeys: ['responses'] },
);

const path = fc.oneof(
  fc.constantFrom(
    '/customers',
    '/customers/{id}',
    '/cards/{cardNumber}',
    "/cards('{no}')",
    '/v1/cards/{a}.json',
    '/loyalty/cards/{n}',
    '/cards/{a}/{b}',
    '/карты/{номер}',
    '/a:b/#c?d',
    '/users/$count',
    '/clients/../cards/{x}',
    '//cards/{x}',
    '/orders',
    '/cards/{{x}}',
    '/cards/{}',
    '/cards',
  ),
  text.map(each => `/${each}`),
);

const server = fc.oneof(
  fc.constantFrom(
    'https://crm.example.com/api/',
    '/api/v2',
    '//crm.example.com',
    'https://{tenant}.example.com',
    'http://user:password@crm.example.com/?a=b',
    'ftp://crm.example.com',
    './relative',
    'https://crm.example.com/${X}{%',
  ),
  text,
);

const scheme = fc.oneof(
  fc.record({
    type: fc.constant('http'),
    scheme: fc.oneof(fc.constantFrom('bearer', 'Basic', 'digest'), text),
  }),
  fc.record({
    type: fc.constant('apiKey'),
    in: fc.constantFrom('header', 'query', 'cookie'),
    name: fc.oneof(fc.constantFrom('X-Api-Key', 'Authorization', 'Host', 'api_key'), text),
  }),
  fc.record({
    type: fc.constant('oauth2'),
    flows: fc.record({
      clientCredentials: fc.record({
        tokenUrl: fc.oneof(fc.constantFrom('https://crm.example.com/token', '/token', 'token'), text),
        scopes: fc.dictionary(fc.oneof(fc.constantFrom('read', 'cards:write'), text), text, { maxKeys: 3 }),
      }),
    }),
  }),
  fc.record({ type: fc.constantFrom('basic', 'openIdConnect', 'mutualTLS') }),
);

const loop = {
  type: 'object',
  properties: {
    cardNumber: { type: 'string' },
    next: { $ref: '#/components/schemas/Loop' },
    all: { type: 'array', items: { $ref: '#/components/schemas/Loop' } },
  },
};

const info = fc.record({ title: text, version: text });
const paths = fc.dictionary(
  path,
  fc.dictionary(fc.constantFrom('get', 'post', 'put', 'patch', 'delete', 'head'), operation, { maxKeys: 3 }),
  { maxKeys: 8 },
);

export const openApiFile: fc.Arbitrary<object> = fc.oneof(
  fc.record(
    {
      openapi: fc.constantFrom('3.0.3', '3.1.0'),
      info,
      servers: fc.array(fc.record({ url: server }), { maxLength: 2 }),
      security: fc.constantFrom([], [{ one: [] }], [{}]),
      paths,
      components: fc
        .dictionary(fc.constantFrom('one', 'two', 'a "third"'), scheme, { maxKeys: 3 })
        .map(securitySchemes => ({ schemas: { Loop: loop }, securitySchemes })),
    },
    { requiredKeys: ['openapi', 'info'] },
  ),
  fc.record(
    {
      swagger: fc.constant('2.0'),
      info,
      host: fc.oneof(fc.constant('crm.example.com'), text),
      basePath: server,
      schemes: fc.constantFrom(['https'], ['http'], []),
      paths,
      securityDefinitions: fc.dictionary(fc.constantFrom('one', 'two'), scheme, { maxKeys: 2 }),
    },
    { requiredKeys: ['swagger', 'info'] },
  ),
);
