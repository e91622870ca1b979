import { expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { realCrm } from '../crm/real-crm.js';
import { runCli } from './capture.js';

const mapping = (url: string) => `
mapping: 1
name: live
api: "1.2.0"
params: { PASSWORD: { secret: true } }
crm:
  baseUrl: ${url}
  auth:
    login:
      post: /auth
      body: { password: "\${PASSWORD}" }
      token: $reply.body.token
operations:
  sendReceiptQr: { steps: { scan: { post: /scans } } }
`;

/** A CRM that gives a token, and with it one that nobody looks at, and repeats both to whoever asks. */
async function live(token: unknown) {
  let logins = 0;
  const url = await realCrm(({ target, headers }) => {
    if (target !== '/auth') return { body: { you: headers.authorization } };
    logins += 1;
    return { body: { token, refresh: 'refresh-token-0001' } };
  });
  const cwd = folderOf({ 'live.yaml': mapping(url) });
  const argv = ['dry-run', 'sendReceiptQr', '-m', 'live.yaml', '-b', '{}', '--set', 'PASSWORD=pa55word'];
  return { ...(await runCli([...argv, '--live'], { cwd })), logins };
}

it('really logs in with --live, and shows no token', async () => {
  const { stdout, code, logins } = await live('access-token-0001');
  expect(code).toBe(0);
  expect(logins).toBe(1);
  expect(stdout).toContain('login  logs in to the CRM');
  expect(stdout).toContain('{"token":"***","refresh":"***"}');
  expect(stdout).toContain('{"you":"Bearer ***"}');
  expect(stdout).not.toMatch(/access-token|refresh-token|pa55word/);
});

it('shows no token that the mapping could not take', async () => {
  const { stdout, code } = await live({ value: 'access-token-0001' });
  expect(code).toBe(0);
  expect(stdout).toContain('because of crmBadReply (step login');
  expect(stdout).not.toMatch(/access-token|refresh-token|pa55word/);
});
