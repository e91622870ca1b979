import { describe, expect, it } from 'vitest';
import type { Status } from '../../src/gateway/status.js';
import { statusPage } from '../../src/gateway/status-page.js';
import { quietStatus } from './quiet-status.js';
import { startWatched } from './traffic.js';

it('tells programs what happened in the last minute, and nothing of anybody', async () => {
  const { card, get } = await startWatched();
  for (const number of ['4700', '4701', '4040', '5000']) await card(number);
  await card('4702', 'wrong');
  const text = await get('/status');
  const status = JSON.parse(text) as Status;
  expect(status).toMatchObject({
    mapping: 'shop',
    api: '1.2.0',
    readiness: { isReady: true, parts: { gateway: 'ready' } },
    operations: {
      getCard: { lastMinute: 4, failed: 2, p50: expect.any(Number), p95: expect.any(Number) },
      none: { lastMinute: 1, failed: 1 },
    },
    errors: {
      cardNotFound: { code: '2001', lastMinute: 1 },
      crmError: { code: '3003', lastMinute: 1 },
      unauthorized: { code: '1009', lastMinute: 1 },
    },
    crm: { state: 'up', running: 0, waiting: 0 },
    reload: { generation: 1, draining: 0, needsRestart: [] },
  });
  expect(text).not.toMatch(/4700|4040|koshelek|secret/);
});

it('counts by operation, error, step and outcome, and has no label that a request could choose', async () => {
  const { card, get } = await startWatched();
  for (const number of ['4700', '4701', '4040', '5000', '0000']) await card(number);
  await card('4702', 'wrong');
  const metrics = await get('/metrics');
  for (const line of [
    'loyalty_gw_requests_total{operation="getCard",status="200"} 2',
    'loyalty_gw_requests_total{operation="getCard",status="422"} 3',
    'loyalty_gw_requests_total{operation="none",status="401"} 1',
    'loyalty_gw_request_duration_seconds_count{operation="getCard"} 5',
    'loyalty_gw_requests_in_flight 0',
    'loyalty_gw_failures_total{operation="getCard",error="cardNotFound"} 1',
    'loyalty_gw_failures_total{operation="getCard",error="crmUnavailable"} 1',
    'loyalty_gw_step_failures_total{operation="getCard",step="card",error="crmError"} 1',
    'loyalty_gw_crm_calls_total{step="card",outcome="2xx"} 2',
    'loyalty_gw_crm_calls_total{step="card",outcome="4xx"} 1',
    'loyalty_gw_crm_breaker_open 0',
    'loyalty_gw_crm_calls_running 0',
    'loyalty_gw_crm_calls_waiting 0',
    'loyalty_gw_reloads_total{outcome="failed"} 0',
  ])
    expect(metrics).toContain(`\n${line}\n`);
  expect(metrics).toMatch(/\nloyalty_gw_crm_retries_total\{step="card"\} [1-9]/);
  expect(metrics).toMatch(/\nloyalty_gw_crm_calls_total\{step="card",outcome="reset"\} [1-9]/);
  expect(metrics).toMatch(/\nnodejs_eventloop_lag_seconds /);
  expect(metrics).toMatch(/\nprocess_cpu_seconds_total /);
  expect(metrics).not.toMatch(/4700|4040|koshelek|secret/);
});

it('is ready while the CRM is down, which it tells', async () => {
  const { admin, card, get } = await startWatched({
    crm: ', breaker: { failures: 2, window: 1ms, openFor: 1h }',
  });
  for (const number of ['5000', '5001', '5002']) await card(number);
  const answer = await fetch(`${admin}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      status: 'ready',
      parts: { gateway: 'ready' },
      notes: { crm: 'is down: calls to it fail at once until it answers again' },
    },
  ]);
  expect(await get('/metrics')).toContain('\nloyalty_gw_crm_breaker_open 1\n');
});

describe('the page', () => {
  it('says it in words, and escapes what stands in files', () => {
    const page = statusPage(
      {
        ...quietStatus,
        mapping: '<b>shop</b>',
        readiness: { isReady: false, parts: { gateway: 'shuts down' }, notes: { crm: 'is down' } },
        errors: { crmTimeout: { code: '3002', lastMinute: 7 } },
        crm: { ...quietStatus.crm, state: 'down' },
        reload: {
          ...quietStatus.reload,
          last: { at: '2026-11-29T06:01:00.000Z', trigger: 'change', problems: ['unknown key "<x>"'] },
          needsRestart: ['listen'],
        },
      },
      false,
    );
    for (const text of [
      '<h1>loyalty-gw is not ready</h1>',
      '&lt;b&gt;shop&lt;/b&gt;',
      '<li>gateway: shuts down</li>',
      '<strong>Down</strong>',
      '<strong>The last reload failed</strong>',
      'unknown key &quot;&lt;x&gt;&quot;',
      '<strong>Restart needed</strong> for listen',
      '<th scope="row">crmTimeout</th><td>3002</td><td>7</td>',
    ])
      expect(page).toContain(text);
    expect(page).not.toMatch(/<script|http-equiv/);
  });

  it('loads itself anew only where somebody asked for it', async () => {
    const { get } = await startWatched();
    expect(await get('/')).not.toContain('http-equiv');
    expect(await get('/?refresh')).toContain('<meta http-equiv="refresh" content="10">');
  });
});
