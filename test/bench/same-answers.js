// @ts-check
import assert from 'node:assert/strict';
import { credentials, expectedAnswer, findCardPath } from './scene.js';

/**
 * Holds one server against the answer that all must give.
 *
 * @param {string} name
 * @param {string} url
 * @returns {Promise<string>} the answer's text, which every later answer must repeat
 * @throws {Error} when something differs
 */
export async function checkAnswers(name, url) {
  const refused = await fetch(url + findCardPath);
  await refused.arrayBuffer();
  assert.equal(refused.status, 401, `${name}: the status without credentials`);

  const answer = await fetch(url + findCardPath, { headers: { authorization: credentials } });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${name}: the status (${text})`);
  const type = answer.headers.get('content-type');
  assert.equal(type, 'application/json; charset=utf-8', `${name}: the content type`);
  assert.deepEqual(JSON.parse(text), expectedAnswer, `${name}: the answer`);
  return text;
}
