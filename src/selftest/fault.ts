import type { Fault } from './exchange.js';

const certificateProblems: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired: renew it',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet: look at its dates, and at the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself: name it with --ca to trust it',
  SELF_SIGNED_CERT_IN_CHAIN:
    'the certificate is signed by an authority that this machine does not know: name that one with --ca',
  UNABLE_TO_GET_ISSUER_CERT: 'the chain of certificates is not complete: let the server send all of it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'nobody known has signed the certificate: let the server send its whole chain, or name the authority with --ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate comes without those that signed it: let the server send its whole chain, or name the authority with --ca',
};

const connectionProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  ETIMEDOUT: 'the host does not answer',
  EACCES: 'this machine does not let the connection out',
};

/**
 * Why an exchange failed, in words.
 *
 * @param wasConnected whether there was a connection when it failed
 * @param arrived how many bytes of an answer had come
 */
export function faultOf(error: NodeJS.ErrnoException, wasConnected: boolean, arrived: number): Fault {
  const { code = '', message } = error;
  const certificate = certificateProblem(code, error);
  if (certificate) return { kind: 'certificate', message: certificate };
  if (code.startsWith('HPE_')) return { kind: 'not-http', message: `what came is not HTTP (${code})` };
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    const perhaps = 'perhaps what is there speaks no TLS, or wants a certificate of the client';
    return { kind: 'unreachable', message: `no TLS connection (${code}): ${perhaps}` };
  }
  const problem = connectionProblems[code];
  if (!wasConnected) return { kind: 'unreachable', message: problem ?? `no connection (${code || message})` };
  const how = code === 'ECONNRESET' || code === 'EPIPE' ? 'was closed' : `broke (${code || message})`;
  return {
    kind: 'cut',
    message:
      arrived === 0
        ? `the connection ${how} without an answer`
        : `the connection ${how} in the middle of the answer, after ${arrived} bytes of the body`,
  };
}

function certificateProblem(code: string, error: Error): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const { reason = error.message } = error as { reason?: string };
    return `the certificate is for another name: ${reason}`;
  }
  return certificateProblems[code];
}
