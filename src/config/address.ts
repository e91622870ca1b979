import { z } from 'zod';
import { type Source, textOrFile } from './source.js';

/** Where the server is that replicas share. It holds a password, so it is a secret. */
export function sharedAddress(source: Source) {
  const kinds = 'this must be an address that begins with redis:// or rediss://';
  return textOrFile(source)
    .transform((text, context) => {
      const address = addressOf(text, /^rediss?:/, kinds, source, context);
      // Of any other path Redis's client makes an error that looks like a bug of ours.
      if (context.issues.length > 0 || /^\/?\d*$/.test(new URL(address).pathname)) return address;
      const message = 'behind the host stands the number of a database, or nothing: redis://host:6379/0';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .meta({ secret: true });
}

/**
 * The address of a server, as a secret.
 *
 * @param kinds said of one that is of another kind
 */
export function addressOf(
  text: string,
  kind: RegExp,
  kinds: string,
  source: Source,
  context: z.RefinementCtx,
): string {
  const isEncoded = /^(?:%[\da-f]{2}|[^%])*$/i.test(text);
  if (kind.test(text) && text.includes('://') && isEncoded && URL.canParse(text)) return keep(source, text);
  const message = kind.test(text)
    ? 'this is no valid address; percent-encode what is special in the password'
    : kinds;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A driver or a server may quote the password alone, as it is written or as it is meant. */
function keep(source: Source, text: string): string {
  const { password } = new URL(text);
  for (const secret of [password, decodeURIComponent(password)]) if (secret !== '') source.keep(secret);
  return source.keep(text);
}
