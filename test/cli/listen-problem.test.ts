import { describe, expect, it } from 'vitest';
import { listenProblem } from '../../src/cli/listen-problem.js';

describe('an address that could not be listened on is told by its own name', () => {
  const listen = { key: 'listen' as const, host: '0.0.0.0', port: 8080 };
  const admin = { key: 'admin' as const, host: 'localhost', port: 9090 };
  it.each([
    [
      { code: 'EADDRINUSE', syscall: 'listen', address: '0.0.0.0', port: 8080 },
      'port 8080 on 0.0.0.0 is already in use; choose another one, listen: { port: … }, or end what listens there',
    ],
    [
      { code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 9090 },
      'port 9090 on localhost is already in use; give the admin listener another one, admin: { port: … }, or none, admin: { port: off }',
    ],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'localhost' }, 'the host localhost is not known'],
    [
      { code: 'EADDRINUSE', syscall: 'listen' },
      'port 8080 on 0.0.0.0 is already in use; choose another one, listen: { port: … }, or end what listens there',
    ],
  ])('%j', (about, message) => {
    expect(listenProblem(Object.assign(new Error('x'), about), listen, admin)).toBe(message);
    expect(listenProblem(Object.assign(new Error('x'), about), listen, undefined)).toMatch(
      /0\.0\.0\.0|known/,
    );
  });
});
