// @ts-check

/** What the caller did wrong, by the codes of API.md. */
export class CrmError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
