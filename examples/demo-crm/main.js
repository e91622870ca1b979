// @ts-check
// Runs the demo CRM as a process of its own.
import { startDemoCrm } from './server.js';

// A variable that is set but empty counts as not set.
const port = process.env.CRM_PORT || '9400';
const host = process.env.CRM_HOST || undefined;
const token = process.env.CRM_TOKEN || undefined;

try {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new Error(`CRM_PORT is not a port: ${port}`);
  const crm = await startDemoCrm({ port: Number(port), host, token });
  // Before the line is printed: who reads it may send the signal at once.
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => crm.close());
  console.log(`demo CRM listening on ${crm.url}`);
} catch (error) {
  console.error(`demo CRM: ${explain(error)}`);
  process.exitCode = 1;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  const taken = 'code' in error && error.code === 'EADDRINUSE';
  return taken ? `port ${port} is already in use; choose another with CRM_PORT` : error.message;
}
