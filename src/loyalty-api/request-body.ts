import { parseJson } from '../json/parse.js';
import { Failure } from './failure.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses the body of a request. Nothing at all is an empty object, since all members of the contract may be
 * absent; nulls are kept, for what the contract does not name is handed on as it came. Of two members of one name nobody
 * knows which was meant, as of two parameters.
 *
 * @throws Failure badContentType when it is said to be no JSON in UTF-8, badJson when it is no JSON object
 */
export function parseRequestBody(
  bytes: Uint8Array | undefined,
  contentType?: string,
): Record<string, unknown> {
  if (!bytes?.length) return {};
  checkContentType(contentType);
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure('badJson', 'the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}

/**
 * What is known of a body before it is read.
 *
 * @throws Failure badContentType when it is said to be no JSON in UTF-8
 */
export function checkContentType(contentType: string | undefined): void {
  if (contentType !== undefined && !isJsonInUtf8(contentType)) {
    throw new Failure('badContentType', 'the content type of the body is not JSON in UTF-8');
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(utf8.decode(bytes), { keepNulls: true, uniqueNames: true });
  } catch (error) {
    throw new Failure('badJson', 'the body is not JSON in UTF-8', { cause: error });
  }
}

/** `application/json` or any type with the suffix `+json` (RFC 6839); other parameters than charset do not matter. */
function isJsonInUtf8(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.split(';');
  return (
    /^(?:application\/json|[\w.-]+\/[\w.+-]+\+json)$/i.test(type.trim()) && parameters.every(isNoOtherCharset)
  );
}

function isNoOtherCharset(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() !== 'charset' || /^"?utf-?8"?$/i.test(value.trim());
}
