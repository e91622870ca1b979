import type { OperationId } from '../../loyalty-api/operations.js';
import type { Section, SelftestData } from '../data.js';
import type { Probe } from '../probe.js';
import { type Step, step } from '../step.js';

type Unknown = NonNullable<SelftestData['unknown']>;

/**
 * Makes a step that writes to the card number of `unknown`. A service that has that card would change somebody's data,
 * whatever the test data says: so it is asked first, and nothing is sent then.
 */
export function stepToNobody<K extends Section = never>(
  title: string,
  { operation, needs = [] }: { readonly operation: OperationId; readonly needs?: readonly K[] },
  run: (probe: Probe, data: SelftestData & Required<Pick<SelftestData, K | 'unknown'>>) => Promise<void>,
): Step {
  const all: readonly (K | 'unknown')[] = [...needs, 'unknown'];
  return step<K | 'unknown'>(title, { operation, writes: true, needs: all }, async (probe, data) => {
    // Each time: a service may have issued the number that it should not.
    const somebody = await somebodyOf(probe, data.unknown as Unknown);
    if (somebody !== undefined) return probe.skip(`${somebody}: nothing is sent to it`);
    await run(probe, data);
  });
}

async function somebodyOf(probe: Probe, { cardNumber, phone }: Unknown): Promise<string | undefined> {
  if (await hasCard(probe, 'getCard', { params: { cardNumber } })) {
    return `the service has the card ${cardNumber} of \`unknown\``;
  }
  if (await hasCard(probe, 'findCard', { query: { msisdn: phone } })) {
    return `the service has a card for the phone ${phone} of \`unknown\``;
  }
  return undefined;
}

async function hasCard(probe: Probe, ...[operation, call]: Parameters<Probe['look']>): Promise<boolean> {
  const { came } = await probe.look(operation, call);
  if (came?.status !== 200) return false;
  // In whatever form: here it does not matter what is wrong with it.
  return /"card\w*"\s*:\s*(?:"[^"]|\d|\{\s*")/i.test(Buffer.from(came.body).toString('latin1'));
}
