import { WireFault } from '../../src/crm/wire.js';
import { failureAnswer } from '../../src/engine/answer.js';
import type { CardHappening } from '../../src/engine/card-events.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import { cardsLog } from '../../src/telemetry/cards-log.js';
import { gatewayLog } from '../../src/telemetry/gateway-log.js';
import { createLog, logListening, logNoAdmin, logStopping, tracingLog } from '../../src/telemetry/log.js';
import { reloadLog } from '../../src/telemetry/reload-log.js';
import { requestLog } from '../../src/telemetry/request-log.js';
import { logShared } from '../../src/telemetry/shared-log.js';

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: string };

const place = { file: 'mappings/demo-crm.yaml', line: 12, column: 7 };
const served = { mapping: 'demo-crm', api: '1.2.0', operations: ['getCard'] };
const wrong = new Failure('mappingFault', 'no', { step: 'card', place });

/** All that the log can say, each line with all its fields. */
export function allLogLines(): LogLine[] {
  const texts: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: text => texts.push(text) } });

  logListening(log, { url: 'http://a', admin: 'http://b', ...served });
  logNoAdmin(log, { host: '127.0.0.1', port: 9090 });
  logStopping(log, { grace: 1 });
  const spans = tracingLog(log);
  spans(false);
  spans(true);
  logShared(log, false);
  logShared(log, true);

  const reloads = reloadLog(log);
  reloads.reloaded('signal', served);
  reloads.failed('change', [{ message: 'no', hint: 'do', file: 'a', line: 1, column: 1, code: 'marker' }]);
  reloads.needsRestart(['listen']);

  const cards = cardsLog(log);
  cards.settled('free');
  cards.notSettled(wrong);
  cards.notSettled(new Failure('crmTimeout', 'no'));
  cards.few(1, 2);
  cards.longDoubtful(1);

  const gateway = gatewayLog(log);
  gateway.clientRefused('192.0.2.1');
  gateway.connectionsFull();
  gateway.plainHttp('192.0.2.1');
  gateway.certificateRenewed(new Date(0));
  gateway.certificateFailed('no');

  tellRequests(requestLog(log, 'the key of the tests'));
  return texts.map(text => JSON.parse(text));
}

function tellRequests(requests: ReturnType<typeof requestLog>): void {
  const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parentId: '00f067aa0ba902b7' };
  const entry = requests.begin('id-1', { ...ids, flags: '01', state: undefined });
  const { observer } = entry;
  const about = { at: 0, step: 'card', exchange: '1' };
  const request = { method: 'GET', path: '/', params: { cardNumber: '4700' }, query: {}, headers: {} };
  observer({ type: 'request', at: 0, operation: 'getCard', request });
  observer({ type: 'call', ...about, call: { method: 'GET', url: 'https://crm.example', headers: {} } });
  observer({ type: 'reply', ...about, reply: { status: 200, headers: {}, body: Buffer.from('') } });
  observer({ type: 'call', ...about, call: { method: 'GET', url: 'https://crm.example', headers: {} } });
  observer({ type: 'fault', ...about, fault: new WireFault('timeout', 'crm.example') });
  observer({ type: 'retry', ...about, reason: 'no reply (reset)', pause: 50 });
  observer({ type: 'breaker', ...about, state: 'opened' });
  const happenings: CardHappening[] = [
    { what: 'settled', isOwned: true },
    { what: 'finishFailed', outcome: 'issued', failure: new Failure('cardsUnavailable', 'no') },
  ];
  for (const happening of happenings)
    observer({ type: 'card', at: 0, step: 'claimed', number: '4700', ...happening });
  entry.cameFrom('192.0.2.1');
  entry.answered('getCard', failureAnswer(Failure.from(new TypeError('no')), usualErrors));
  requests.begin('id-2').answered('getCard', failureAnswer(wrong, usualErrors));
  requests.begin('id-3').answered('getCard', { status: 200, body: '' });
}
