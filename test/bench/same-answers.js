// @ts-check
import assert from 'node:assert/strict';
import { credentials, requests } from './scene.js';

/** @import { RequestName } from './scene.js' */

/**
 * Holds one server against the answer that all must give.
 *
 * @param {RequestName} request
 * @param {string} name
 * @param {string} url
 * @returns {Promise<string>} the answer's text, which every later answer must repeat
 * @throws {Error} when something differs
 */
export async function checkAnswer(request, name, url) {
  const { path, answer: expected } = requests[request];
  const refused = await fetch(url + path);
  await refused.arrayBuffer();
  assert.equal(refused.status, 401, `${name}: the status without credentials`);

  const answer = await fetch(url + path, { headers: { authorization: credentials } });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${name}: the status (${text})`);
  const type = answer.headers.get('content-type');
  assert.equal(type, 'application/json; charset=utf-8', `${name}: the content type`);
  assert.deepEqual(JSON.parse(text), expected, `${name}: the answer`);
  return text;
}
