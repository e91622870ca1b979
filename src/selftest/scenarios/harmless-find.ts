import type { Call } from '../call.js';
import type { SelftestData } from '../data.js';

/** There is no zone 000 in Russia's numbering plan, so nobody has this phone. */
const nobody = '70000000000';

/** A request that every service can answer, whatever it holds. */
export function harmlessFind(data?: SelftestData): Call {
  return { query: { msisdn: data?.known?.phone ?? nobody }, expect: { kind: 'any' } };
}
