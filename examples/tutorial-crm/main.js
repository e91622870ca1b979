// @ts-check
// Runs the tutorial's CRM as a process of its own, until Ctrl-C.
import { startRomashka } from './server.js';

// A variable that is set but empty counts as not set.
const port = process.env.CRM_PORT || '9500';
const tokenMinutes = Number(process.env.TOKEN_MINUTES || 20);

try {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new Error(`CRM_PORT is not a port: ${port}`);
  if (!(tokenMinutes > 0)) throw new Error(`TOKEN_MINUTES is not a number: ${process.env.TOKEN_MINUTES}`);
  const crm = await startRomashka({ port: Number(port), tokenMinutes });
  // Before the line is printed: who reads it may send the signal at once.
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => crm.close());
  console.log(`Romashka CRM listening on ${crm.url}`);
} catch (error) {
  console.error(`Romashka CRM: ${explain(error)}`);
  process.exitCode = 1;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  const taken = 'code' in error && error.code === 'EADDRINUSE';
  return taken ? `port ${port} is already in use; choose another with CRM_PORT` : error.message;
}
