import { isHttpUrl } from '../../mapping/literal-text.js';
import { oneLine, quoted } from '../yaml-text.js';
import { listAt, memberOf, objectAt, textAt } from './json.js';
import type { OpenApiSource } from './read.js';

/** Where the CRM is, by the file. */
export interface Server {
  /** Below `params`. */
  readonly param: string;
  readonly baseUrl: string;
  /** The whole address, if the file tells it. */
  readonly url?: string;
}

/** The first server; of one that is relative, its path behind an address that the deployment says. */
export function serverOf(source: OpenApiSource): Server {
  const [first = '', ...others] = addresses(source);
  if (isHttpUrl(first)) {
    const more =
      others.length > 0
        ? `the CRM's address; others: ${oneLine(others.join(' '), 200)}`
        : "the CRM's address";
    return {
      param: `CRM_URL: { default: ${quoted(first)}, description: ${quoted(more)} }`,
      baseUrl: '${CRM_URL}',
      url: first,
    };
  }
  const path = /^(\/[\w~.:@!()*+,;=-]+)+$/.test(first) ? first : '';
  const about =
    path === ''
      ? 'the address of the CRM, such as https://crm.example.com'
      : `the address of the CRM, before ${path}`;
  const told = first === '' || path !== '' ? about : `${about}; in the file it is ${oneLine(first)}`;
  return {
    param: `CRM_URL: { required: true, description: ${quoted(told)} }`,
    baseUrl: `\${CRM_URL}${path}`,
  };
}

function addresses({ root, follow }: OpenApiSource): string[] {
  const servers = listAt(root, 'servers').map(given => {
    const server = follow(given);
    const variables = objectAt(server, 'variables');
    return (textAt(server, 'url') ?? '').replace(/\{([^{}]*)\}/g, (whole, name: string) => {
      const value = memberOf(objectAt(variables, name), 'default');
      return value === undefined ? whole : String(value);
    });
  });
  const all = memberOf(root, 'swagger') === undefined ? servers : [swaggerAddress(root)];
  return all.map(url => url.replace(/\/+$/, '')).filter(url => url !== '');
}

function swaggerAddress(root: OpenApiSource['root']): string {
  const host = textAt(root, 'host');
  const path = textAt(root, 'basePath') ?? '';
  const schemes = listAt(root, 'schemes');
  const scheme = schemes.length === 0 || schemes.includes('https') ? 'https' : String(schemes[0]);
  return host === undefined ? path : `${scheme}://${host}${path}`;
}
