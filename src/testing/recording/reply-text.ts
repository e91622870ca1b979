import { decoderFor, encodingOfXml } from '../../crm/charset.js';
import type { WireReply } from '../../crm/wire.js';

/** The body of a reply to be looked at, in its charset. What it has no characters for is shown by a mark. */
export function textOfReply({ headers, body }: WireReply): string {
  try {
    return decoderFor(body, headers['content-type'], encodingOfXml(body)).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
