import { problemOfHeader } from '../../mapping/compile-named.js';
import { isHttpUrl } from '../../mapping/literal-text.js';
import { literal, oneLine, quoted } from '../yaml-text.js';
import { asObject, type Json, listAt, memberOf, objectAt, textAt } from './json.js';
import type { OpenApiSource } from './read.js';

/** How calls are authenticated, by the file. */
export interface Security {
  /** Lines below `params`. */
  readonly params: readonly string[];
  /** What stands behind `auth: `; none when the file asks for nothing. */
  readonly auth?: string;
  /** The query parameter that each call has besides its own: the value of `CRM_KEY`. */
  readonly keyInQuery?: string;
  /** Whether a token is fetched first, which tests have to reply to. */
  readonly logsIn: boolean;
  readonly notes: readonly string[];
}

type Written = Pick<Security, 'params' | 'keyInQuery' | 'logsIn'> & { readonly auth: string };

/** The first scheme that the file asks for and the gateway knows. */
export function securityOf({ root, follow }: OpenApiSource, server: string | undefined): Security {
  const schemes =
    objectAt(objectAt(root, 'components'), 'securitySchemes') ?? objectAt(root, 'securityDefinitions') ?? {};
  const asked = listAt(root, 'security').flatMap(each => Object.keys(asObject(each) ?? {}));
  const names = [...new Set([...asked, ...Object.keys(schemes)])];
  const unknown: string[] = [];
  for (const name of names) {
    const scheme = asObject(follow(memberOf(schemes, name)));
    const found = scheme && writtenScheme(scheme, server, follow);
    if (found) {
      const others = names.filter(other => other !== name).map(other => oneLine(other, 40));
      const notes =
        others.length > 0
          ? [`auth is "${oneLine(name, 40)}"; the file also knows ${others.slice(0, 5).join(', ')}`]
          : [];
      return { ...found, notes };
    }
    unknown.push(`"${oneLine(name, 40)}" (${oneLine(textAt(scheme, 'type') ?? 'not described', 40)})`);
  }
  const notes =
    unknown.length > 0
      ? [
          `auth is none yet: what the file asks for could not be written down: ${unknown.slice(0, 5).join(', ')}`,
        ]
      : [];
  return { params: [], logsIn: false, notes };
}

function writtenScheme(
  scheme: Json,
  server: string | undefined,
  follow: OpenApiSource['follow'],
): Written | undefined {
  switch (textAt(scheme, 'type')) {
    case 'basic':
      return basic();
    case 'http':
      if (/^basic$/i.test(textAt(scheme, 'scheme') ?? '')) return basic();
      return /^bearer$/i.test(textAt(scheme, 'scheme') ?? '') ? bearer() : undefined;
    case 'apiKey':
      return apiKey(scheme);
    case 'oauth2':
      return oauth2(scheme, server, follow);
    default:
      return undefined;
  }
}

function basic(): Written {
  return {
    params: ['CRM_LOGIN: { required: true }', 'CRM_PASSWORD: { required: true, secret: true }'],
    auth: '{ basic: { user: "${CRM_LOGIN}", password: "${CRM_PASSWORD}" } }',
    logsIn: false,
  };
}

function bearer(): Written {
  return {
    params: ['CRM_TOKEN: { required: true, secret: true }'],
    auth: '{ bearer: "${CRM_TOKEN}" }',
    logsIn: false,
  };
}

function apiKey(scheme: Json): Written | undefined {
  const name = textAt(scheme, 'name') ?? '';
  const place = textAt(scheme, 'in');
  const isHeader = place === 'header' && problemOfHeader(name) === undefined;
  const isQuery = place === 'query' && /^[\w.[\]-]{1,60}$/.test(name);
  if (!isHeader && !isQuery) return undefined;
  const about = `the whole value of the ${isHeader ? 'header' : 'query parameter'} ${name}`;
  return {
    params: [`CRM_KEY: { required: true, secret: true, description: ${quoted(about)} }`],
    auth: `{ ${place}: { name: ${literal(name)}, value: "\${CRM_KEY}" } }`,
    ...(isQuery && { keyInQuery: name }),
    logsIn: false,
  };
}

function oauth2(
  scheme: Json,
  server: string | undefined,
  follow: OpenApiSource['follow'],
): Written | undefined {
  const flows = asObject(follow(memberOf(scheme, 'flows')));
  const flow = flows
    ? asObject(follow(flows.clientCredentials))
    : textAt(scheme, 'flow') === 'application' && scheme;
  if (!flow) return undefined;
  const tokenUrl = absolute(textAt(flow, 'tokenUrl') ?? '', server);
  if (tokenUrl === undefined) return undefined;
  const scopes = Object.keys(objectAt(flow, 'scopes') ?? {}).filter(scope => /^[\w:./-]{1,60}$/.test(scope));
  const scope =
    scopes.length > 0 ? `\n      # scope: what you need of ${oneLine(scopes.join(' '), 200)}` : '';
  return {
    params: ['CRM_CLIENT_ID: { required: true }', 'CRM_CLIENT_SECRET: { required: true, secret: true }'],
    auth: `
    oauth2:
      tokenUrl: ${literal(tokenUrl)}
      grant: client_credentials
      clientId: \${CRM_CLIENT_ID}
      clientSecret: \${CRM_CLIENT_SECRET}${scope}`,
    logsIn: true,
  };
}

function absolute(url: string, server: string | undefined): string | undefined {
  if (isHttpUrl(url)) return url;
  const whole =
    server !== undefined && URL.canParse(url, `${server}/`) ? new URL(url, `${server}/`).href : '';
  return url !== '' && isHttpUrl(whole) ? whole : undefined;
}
