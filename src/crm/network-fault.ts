import { Failure } from '../loyalty-api/failure.js';
import { WireFault } from './wire.js';

/** What undici and Node say of a call that cannot be sent as HTTP, such as a header that only they may write. */
const NO_CALL =
  /^(?:UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)|ERR_INVALID_CHAR|ERR_UNESCAPED_CHARACTERS|ERR_INVALID_HTTP_TOKEN|ERR_HTTP_INVALID_HEADER_VALUE)$/;

/** What undici and Node say of an answer that is not HTTP. */
const NOT_HTTP = /^HPE_|^HTTPParserError$|^UND_ERR_HEADERS_OVERFLOW$/;

/**
 * What an error of the network, of undici or of Node's HTTP means for an exchange.
 *
 * @param isUnsent whether nothing of the call was written: there was no connection, or no good certificate. Afterwards
 *   nobody knows, not even of an idle connection that the CRM closed at that moment
 */
export function failedBy(error: Error, isUnsent: boolean): WireFault | Failure {
  // Not every error of undici's parser has a code.
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  // The mapping made it, so the CRM is not to blame.
  if (NO_CALL.test(code)) return new Failure('mappingFault', 'the call is not valid HTTP', { cause: error });
  const kind = isUnsent ? 'refused' : NOT_HTTP.test(code) ? 'unreadable' : 'reset';
  return new WireFault(kind, `the connection failed (${code})`, { cause: error });
}
