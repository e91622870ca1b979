import { z } from 'zod';
import { mappingFields } from '../../src/mapping/fields.js';

type Schema = z.core.JSONSchema.BaseSchema;

const mapping: Schema = z.toJSONSchema(mappingFields, { target: 'draft-07', io: 'input' });

const member = (schema: Schema | undefined, key: string) => schema?.properties?.[key] as Schema | undefined;

const definitions = mapping.definitions as Readonly<Record<string, Schema>> | undefined;

const defined = (name: string) => definitions?.[name];

/** Of several shapes the one that has a key. */
const shapeWith = (schema: Schema | undefined, key: string) =>
  (schema?.anyOf as Schema[] | undefined)?.find(shape => member(shape, key) !== undefined);

const crm = member(mapping, 'crm');
const auth = member(crm, 'auth');
const call = shapeWith(defined('step'), 'get');
const login = member(shapeWith(auth, 'login'), 'login');
const params = member(mapping, 'params')?.additionalProperties as Schema;

/** The keys of a table: all of a schema, some, or all but some. */
interface Table {
  readonly of: Schema | undefined;
  readonly only?: readonly string[];
  readonly but?: readonly string[];
}

const limits = ['concurrency', 'queue', 'rate', 'burst', 'breaker'];
const judged = Object.keys(call?.properties ?? {}).filter(key => member(crm, key) && !limits.includes(key));

/** What stands between the marks `<!-- keys of … -->` and `<!-- -->` of docs/mapping.md. */
const tables: Readonly<Record<string, Table>> = {
  params: { of: shapeWith(params, 'required') },
  crm: { of: crm, but: [...limits, ...judged.filter(key => !['nested', 'headers'].includes(key))] },
  login: { of: login, only: ['baseUrl', 'token', 'lifetime', 'values', 'send', 'renewOn'] },
  oauth2: { of: member(shapeWith(auth, 'oauth2'), 'oauth2'), but: ['values', 'send', 'renewOn'] },
  hmac: { of: member(shapeWith(auth, 'hmac'), 'hmac') },
  tls: { of: member(crm, 'tls') },
  'a call': { of: call },
  pages: { of: member(call, 'pages') },
  repeats: { of: call, only: ['throttledOn', 'retryAfter', 'retryOn', 'retries', 'idempotent'] },
  limits: { of: crm, only: limits },
  verify: { of: member(member(mapping, 'cards'), 'verify') },
  proxy: { of: shapeWith(defined('operation'), 'proxy'), only: ['proxy', 'ifMissing'] },
};

/** The page with its tables as the descriptions of the fields have them. */
export function withFieldTables(page: string): string {
  return page.replaceAll(/(<!-- keys of (.+?) -->\n)[\s\S]*?(\n<!-- -->)/g, (_, open, name, close) => {
    const table = tables[name];
    if (!table) throw new Error(`there is no table "${name}"; known: ${Object.keys(tables).join(', ')}`);
    return `${open}\n${tableOf(table)}\n${close}`;
  });
}

function tableOf({ of, only, but = [] }: Table): string {
  const keys = only ?? Object.keys(of?.properties ?? {}).filter(key => !but.includes(key));
  const rows = keys.map(key => {
    const { description = '', usual, default: fallback } = member(of, key) as Schema;
    const given = fallback === undefined ? usual : `\`${fallback}\``;
    const otherwise = of?.required?.includes(key) ? 'required' : (given ?? '');
    return `| \`${key}\` | ${description.replaceAll('|', '\\|')} | ${otherwise} |`;
  });
  return ['| key | what | default |', '| --- | --- | --- |', ...rows].join('\n');
}
