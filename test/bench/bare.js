// @ts-check
// By hand all the way: node:http and undici, no framework, no log, nothing counted.
import { createServer } from 'node:http';
import { contentType, findCard, getCard, readerOf, refusal } from './by-hand.js';
import { listen } from './ready.js';
import { credentials } from './scene.js';

const read = readerOf(process.argv[2] ?? '');

const server = createServer((incoming, response) => {
  if (incoming.headers.authorization !== credentials) {
    response.writeHead(401, { 'Content-Type': contentType, 'WWW-Authenticate': 'Basic' }).end();
    return;
  }
  answer(incoming.method, incoming.url ?? '')
    .then(
      body => /** @type {const} */ ([200, body]),
      error => /** @type {const} */ ([422, refusal(error)]),
    )
    .then(([status, body]) => {
      const length = Buffer.byteLength(body);
      response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length }).end(body);
    });
});

/** @param {string | undefined} method @param {string} url */
async function answer(method, url) {
  const [path = '', query = ''] = url.split('?', 2);
  if (method === 'GET' && path === '/v1/card') return findCard(query, read);
  if (method === 'GET' && path.startsWith('/v1/card/'))
    return getCard(decodeURIComponent(path.slice('/v1/card/'.length)), read);
  throw new Error('no such operation');
}

listen(server);
