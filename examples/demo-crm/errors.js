// @ts-check
/** @import { Reply } from './types.js' */

export class CrmError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * The trace is invented. It stands for what real CRMs let out, and what a gateway must never pass on.
 *
 * @param {unknown} error
 * @returns {Reply}
 */
export function errorReply(error) {
  const { status, code, message } =
    error instanceof CrmError ? error : new CrmError(500, 'INTERNAL', 'The CRM could not answer.');
  const trace = `${code} on crm-app-02.internal\n    at dispatch (/srv/crm/core/dispatcher.js:218:13)`;
  return { status, body: { error: { code, message, trace } } };
}
