import fc from 'fast-check';
import { credentials } from './scene-of-gateway.js';

/** The header with the credentials of Koshelek. */
export const login = `Authorization: ${credentials}`;

/** Mostly those of Koshelek: without them nothing gets far. */
export const anyLogin = fc.oneof(
  { weight: 8, arbitrary: fc.constant<readonly string[]>([login]) },
  wrongLogins(),
);

/** No credentials, those of nobody, or something that is none. */
export function wrongLogins(): fc.Arbitrary<readonly string[]> {
  const pair = fc
    .string({ unit: 'binary', maxLength: 10 })
    .map(text => `koshelek:koshelek-dem${text.replace('o', '0')}`);
  return fc.oneof(
    fc.constant<readonly string[]>([]),
    fc
      .constantFrom(
        '',
        'Basic',
        'Basic :',
        'Bearer koshelek-demo',
        'Basic a29zaGVsZWs=',
        `Digest ${credentials}`,
      )
      .map(value => [`Authorization: ${value}`]),
    pair.map(text => [`Authorization: Basic ${Buffer.from(text).toString('base64')}`]),
    // Of two, Node takes the first.
    fc.constant<readonly string[]>(['Authorization: Basic eDp5', login]),
  );
}
