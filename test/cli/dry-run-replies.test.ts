import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readReplies } from '../../src/cli/dry-run/replies.js';
import type { ReplyFormat } from '../../src/mapping/reply-format.js';
import { RecordedReplies } from '../../src/story/recorded-replies.js';
import { folderOf } from '../config/reading.js';
import { captureIo, runCli } from './capture.js';

const mapping = resolve('mappings/demo-crm.yaml');

const dryRun = (reply: string) =>
  runCli(['dry-run', 'findCard', '-m', mapping, '-q', 'msisdn=79620480100', '--crm', `byPhone=${reply}`]);

describe('a call that is made again', () => {
  const told = async (...replies: string[]) => {
    const given = replies.flatMap(reply => ['--crm', `byPhone=${reply}`]);
    const { stdout } = await runCli([
      'dry-run',
      'findCard',
      '-m',
      mapping,
      '-q',
      'msisdn=79620480100',
      ...given,
    ]);
    return stdout
      .split('\n')
      .filter(line => /judged|no reply|made again/.test(line))
      .map(line => line.trim());
  };

  it('is told with the reason and the pause', async () => {
    const busy = '{"status": 429, "headers": {"Retry-After": "2"}}';
    expect(await told(busy, 'reset', '{"items": []}')).toEqual([
      'judged throttled: a 429',
      'made again after 2 s',
      'no reply: reset  (reset)',
      'made again at once, but for a random part of a second',
      expect.stringMatching(/^judged success/),
    ]);
  });

  it('is told once where it comes out the same', async () => {
    expect(await told('timeout')).toEqual([
      'no reply: timeout  (timeout)',
      'made again 10 times, with the same outcome',
    ]);
  });

  it('is told to programs too', async () => {
    const { stdout } = await runCli(
      ['dry-run', 'findCard', '-m', mapping, '-q', 'msisdn=79620480100', '--json'].concat(
        '--crm',
        'byPhone=429',
        '--crm',
        'byPhone={"items": []}',
      ),
    );
    const [step] = JSON.parse(stdout).steps.filter((each: { step: string }) => each.step === 'byPhone');
    expect(step.exchanges[0]).toMatchObject({ judged: { verdict: 'throttled' }, again: { after: 0 } });
    expect(step.exchanges[1].judged.verdict).toBe('success');
    expect(step.exchanges[1]).not.toHaveProperty('again');
  });
});

describe('a recorded reply', () => {
  it.each([
    ['{"items": [], "n": [123456789012345678.55, 1250.50]}'],
    ['{"status": 200, "body": {"items": [], "n": [123456789012345678.55, 1250.50]}}'],
  ])('is shown with all its digits: %s', async reply => {
    const { code, stdout } = await dryRun(reply);
    expect(stdout).toContain('{"items":[],"n":[123456789012345678.55,1250.5]}');
    expect(code).toBe(0);
  });

  it.each([
    '[{"id":4.7000000000000072783E20}]',
    '{"status": 200, "body": [{"id":4.7000000000000072783E20}]}',
  ])('may hold what no double holds: %s', async reply => {
    const { code, stdout, stderr } = await dryRun(reply);
    expect(stderr).toBe('');
    expect(stdout).toContain('470000000000000727830');
    expect(code).toBe(0);
  });

  it.each(['{"status": 200, "items": []}', '{"status": 7}', '{"status": 404, "headers": []}'])(
    'is a body when it is no status, headers and body: %s',
    async reply => {
      expect((await dryRun(reply)).stdout).toContain(`reply 200  (given on the command line)
    ${reply.replaceAll(' ', '')}`);
    },
  );

  // More lines than one call of push(...) takes: its arguments have to fit on the stack.
  it('may be long', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-long-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'long.json');
    await writeFile(file, `{"items": [], "log": [${'0,'.repeat(150_000)}0]}`);
    const { code, stdout, stderr } = await dryRun(`@${file}`);
    expect(stderr).toBe('');
    expect(stdout).toContain('judged success');
    expect(code).toBe(0);
  });
});

const call = { method: 'GET', url: 'https://crm.example.com/', headers: {} } as const;
const limits = { timeout: 1000, maxReply: 1000 };

describe('the body of a recorded reply goes out as it was written', () => {
  it.each(['{ "n": 1250.50, "m": 1E2 }', '[123456789012345678.550]', '4.7000000000000072783E20', 'null'])(
    '%s',
    async body => {
      const { io } = captureIo();
      for (const given of [body, `{"body": ${body}, "headers": {"X-Node": 2}, "status": 201}`]) {
        const { wire } = new RecordedReplies(await readReplies({ '': [given] }, () => 'json', io));
        const reply = await wire.exchange(call, limits, new AbortController().signal);
        expect(new TextDecoder().decode(reply.body)).toBe(body);
        expect(reply.headers['content-type']).toBe('application/json');
      }
    },
  );
});

describe('a reply of which nobody says a content type', () => {
  it.each<[string, ReplyFormat, string | undefined]>([
    ['{"items": []}', 'json', 'application/json'],
    ['{"items": []}', 'xml', 'application/json'],
    ['{"items": []}', 'text', 'text/plain'],
    ['<customer><id>1</id></customer>', 'xml', 'application/xml'],
    ['<customer><id>1</id></customer>', 'json', 'application/xml'],
    ['<html><h1>Maintenance</h1></html>', 'json', 'text/html'],
    ['<!DOCTYPE html><h1>Maintenance</h1>', 'xml', 'text/html'],
    ['<html><h1>Maintenance</h1></html>', 'text', 'text/html'],
    ['code=0&id=7', 'form', 'application/x-www-form-urlencoded'],
    ['{"items": [', 'json', undefined],
  ])('has the one that fits: %s for %s', async (content, format, type) => {
    const cwd = folderOf({ reply: content });
    const { io } = captureIo({ cwd });
    for (const given of ['@reply', '503@reply']) {
      const { wire } = new RecordedReplies(await readReplies({ '': [given] }, () => format, io));
      const reply = await wire.exchange(call, limits, new AbortController().signal);
      expect(reply.headers['content-type']).toBe(type);
      expect(new TextDecoder().decode(reply.body)).toBe(content);
    }
  });

  it('is told as what it is', async () => {
    expect((await dryRun('<html><h1>Maintenance</h1></html>')).stdout).toContain('is no JSON (text/html)');
    const { stdout } = await runCli(
      [
        'dry-run',
        'updateCardholder',
        '-m',
        resolve('test/cli/fixtures/bodies.yaml'),
        '-p',
        'cardNumber=47',
      ].concat(['-b', '{"surname": "Иванова"}', '--crm', 'found=<customer>', '--json']),
    );
    expect(stdout).toContain('is no XML (application/xml)');
    expect(stdout).toContain('"content-type":"application/xml"');
  });
});

it('says nothing of what is for the author of the mapping alone', async () => {
  const cwd = folderOf({
    'notice.yaml': `
mapping: 1
name: notice
api: "1.0.0"
crm:
  baseUrl: https://crm.test
  auth:
    oauth2: { tokenUrl: https://crm.test/token, grant: refresh_token, clientId: a, refreshToken: "\${TOKEN}" }
params: { TOKEN: { secret: true, required: true } }
operations:
  findCard: { unsupported: not here }
`,
  });
  expect((await runCli(['check', 'notice.yaml'], { cwd })).stdout).toContain(' notice ');
  const { code, stderr } = await runCli(
    ['dry-run', 'findCard', '-m', 'notice.yaml', '-q', 'msisdn=79620480100'],
    { cwd },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
