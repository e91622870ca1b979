import { createHash } from 'node:crypto';
import { scalarText } from '../../json/values.js';
import { type Helper, HelperError } from './helper.js';
import { wellFormed } from './texts.js';

/** The old two are for systems that ask for them; they hide nothing and protect nothing. */
const algorithms = ['sha256', 'sha512', 'sha1', 'md5'] as const;
const encodings = ['hex', 'base64', 'base64url'] as const;

export const hash: Helper = {
  name: 'hash',
  signature: '<(sn)?s?s?:s>',
  summary: 'the hash of a text in UTF-8 (sha256, sha512, sha1, md5), as hex, base64 or base64url',
  examples: [
    {
      expression: "$hash('79620480100', 'sha256')",
      gives: 'e50164574cf773d4a893f6505fb6eb29de2aceeed3bcbe3b1de7c7a3defb2438',
    },
    { expression: "$hash('79620480100', 'md5', 'base64')", gives: 'EvqxuSvL7LkMh8vizNtRVw==' },
    { expression: "$hash($request.query.msisdn, 'sha256')", gives: undefined },
    {
      expression: "$hash('79620480100', 'sha')",
      gives: 'the hashes are sha256, sha512, sha1, md5',
      fails: true,
    },
    { expression: "$hash('79620480100')", gives: 'the hashes are sha256, sha512, sha1, md5', fails: true },
    {
      expression: "$hash('79620480100', 'md5', 'latin1')",
      gives: 'a hash is written as hex, base64, base64url',
      fails: true,
    },
  ],
  run: (value?: string | number, algorithm?: string, encoding = 'hex') => {
    if (value === undefined) return undefined;
    const chosen = algorithms.find(name => name === algorithm);
    if (!chosen) throw new HelperError(`the hashes are ${algorithms.join(', ')}`);
    const written = encodings.find(name => name === encoding);
    if (!written) throw new HelperError(`a hash is written as ${encodings.join(', ')}`);
    return createHash(chosen)
      .update(wellFormed(scalarText(value) ?? ''), 'utf8')
      .digest(written);
  },
};
