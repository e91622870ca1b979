import { z } from 'zod';
import { nameAmong } from '../document/shape.js';
import { errorNames, errorTexts, locales } from '../loyalty-api/errors.js';
import { revisions, usualVersion } from '../loyalty-api/operations.js';
import { sharedAddress } from './address.js';
import { cardsFields } from './cards-fields.js';
import { hmacKey } from './hmac-key.js';
import { limitsFields } from './limits-fields.js';
import { adminFields, filled, listenFields } from './listen-fields.js';
import { networks } from './networks.js';
import { durationOrOff } from './numbers.js';
import { passwordField, problemOfCredential } from './password-field.js';
import { type Source, textOrFile } from './source.js';
import { tracingFields } from './tracing-fields.js';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/**
 * The fields of a config file, whose scalars are all texts (see `textsOf`). This one description gives
 * parsing, defaults, the help of the command line and what is redacted.
 */
export function configSchema(source: Source) {
  return z.strictObject({
    listen: listenFields(source).prefault({}).describe('where Koshelek is served'),
    admin: adminFields.describe('the admin listener, which is for you and not for Koshelek'),
    basePath: basePath.prefault('').describe('path that stands before every route, such as /walletapi'),
    versionSegment: versionSegment
      .prefault(usualVersion)
      .describe('what the API\'s own routes begin with behind basePath, such as v2; "" for nothing'),
    api: z
      .enum(revisions)
      .optional()
      .describe("revision of the Loyalty Online API; by default the mapping's"),
    realm: realm.prefault('loyalty-gw').describe('realm that a refused login is told; ASCII'),
    users: z
      .array(
        z.strictObject({
          login: login.describe('login that Koshelek sends; no colon'),
          password: passwordField(source).describe(
            'its password; { file: path } to read it from a file; or { hash: … }, which loyalty-gw hash-password makes',
          ),
          oldPassword: passwordField(source)
            .optional()
            .describe('a password that is right as well, while Koshelek changes from it to the new one'),
          operations: allowedOperations
            .optional()
            .describe(
              'operations that this login may call; by default all but listUsers and listUsersExtended',
            ),
        }),
      )
      .min(1, 'at least one user is needed')
      .describe('who may call: the logins that Koshelek has'),
    trustProxy: networks
      .optional()
      .describe(
        'addresses and networks of the proxies in front, which tell whose request it is (X-Forwarded-For, X-Forwarded-Proto)',
      ),
    allowFrom: networks.optional().describe('addresses and networks that may call; without this any may'),
    mapping: filled
      .transform(path => source.resolve(path))
      .describe('the mapping file, relative to the config file'),
    params: z
      .record(
        z.string(),
        textOrFile(source).describe('a param of the mapping, or { file: path } for a secret one'),
      )
      .default({})
      .describe('the params of the mapping; an environment variable of the same name does it too'),
    locale: z
      .enum(locales)
      .default('ru')
      .describe(`language of the descriptions in error answers: ${locales.join(' or ')}`),
    errors: z
      .partialRecord(errorName, changedError)
      .default({})
      .describe('codes and descriptions agreed with Koshelek, by the names of the error catalogue'),
    cards: cardsFields(source)
      .optional()
      .describe('the card numbers that the gateway keeps, for a CRM that cannot; without this it keeps none'),
    replicas: flag
      .prefault('false')
      .describe('whether several processes serve this config: check warns of what each would keep to itself'),
    shared: sharedAddress(source)
      .optional()
      .describe(
        'Redis or Valkey, redis://… or rediss://…, or { file: path } that holds it: what replicas share; without this each keeps it to itself',
      ),
    log: z
      .strictObject({
        level: z
          .enum(logLevels)
          .default('info')
          .describe(`one of ${logLevels.join(', ')}`),
        key: hmacKey(source)
          .optional()
          .describe(
            'secret of which the pseudonyms of customers are made at debug; by default another one with each start',
          ),
      })
      .prefault({})
      .describe('the log, JSON lines on stdout'),
    reload: z
      .strictObject({
        every: durationOrOff
          .prefault('2s')
          .describe(
            'how often it is looked whether this file, the mapping or a file that they name has another content; off: only SIGHUP reads them again',
          ),
      })
      .prefault({})
      .describe('when the files are read again'),
    tracing: tracingFields(source)
      .optional()
      .describe('spans of OpenTelemetry; without this none are made, and traceparent is only passed on'),
    limits: limitsFields.prefault({}).describe('what clients may take, and the end of the gateway'),
  });
}

/** Other than in a mapping, any of the catalogue. */
const errorName = nameAmong('error', errorNames).meta({ enumDescriptions: errorTexts(errorNames) });

const flag = z.enum(['true', 'false'], 'this must be true or false').transform(text => text === 'true');

const basePath = z
  .string()
  .refine(
    path => /^(\/[\w.~-]+)*\/?$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path),
    'this must be a path such as /walletapi: it begins with / and its parts hold letters, digits, - . _ ~',
  )
  .transform(path => path.replace(/\/$/, ''));

// It stands between quotes in a header, which is ASCII.
const realm = filled.regex(
  /^[ !#-[\]-~]+$/,
  'a realm holds only ASCII letters, digits and signs, no " and no \\',
);

const versionSegment = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.~-]*$/, 'this must be one part of a path such as v2: letters, digits, - . _ ~');

const changedError = z
  .strictObject({
    code: z
      .string()
      .regex(/^[!-~]{1,32}$/, 'a code has 1 to 32 letters, digits and signs of ASCII')
      .optional()
      .describe('code in answers for this error of the catalogue, such as "009"'),
    description: z
      .string()
      .regex(
        /^(?=.*\S)\P{Cc}{1,500}$/u,
        'a description has 1 to 500 characters, not only blanks, in one line',
      )
      .optional()
      .describe('its description in answers'),
  })
  .refine(
    change => change.code !== undefined || change.description !== undefined,
    'say code, description or both',
  );

// Which there are, only the mapping says: see reportUnknownOperations.
const allowedOperations = z
  .array(filled)
  .min(1, 'at least one operation is needed; without this key the login may call the usual ones');

const login = filled.superRefine((text, context) => {
  const problem = problemOfCredential(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
