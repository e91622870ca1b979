import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../e2e/cleanup.js';

/** A CRM that replaces the refresh token with each use, and locks out whoever comes with an old one, and everybody. */
export async function rotatingCrm(cleanup: Cleanup, first = 'refresh-0') {
  let count = 0;
  let access = '';
  let isLocked = false;
  let beforeAnswer = async () => {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const send = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url !== '/token') {
      const isRight = request.headers.authorization === `Bearer ${access}`;
      return send(isRight ? 200 : 401, isRight ? { ok: true, number: '4700' } : { error: 'expired' });
    }
    const due = count === 0 ? first : `refresh-${count}`;
    if (new URLSearchParams(body).get('refresh_token') !== due) isLocked = true;
    if (isLocked) return send(400, { error: 'invalid_grant' });
    count += 1;
    access = `access-${count}`;
    await beforeAnswer();
    return send(200, { access_token: access, refresh_token: `refresh-${count}`, expires_in: 3600 });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  cleanup(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All access tokens that it gave are no longer good. */
    expire: () => {
      access = 'none';
    },
    logins: () => count,
    isLocked: () => isLocked,
    /** What happens between a login and its answer. */
    beforeAnswer: (happens: () => Promise<void>) => {
      beforeAnswer = happens;
    },
  };
}
