import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/config/redact.js';

const secret = 'p@ss/wörd "1"+\\2&\n😀 $%(x)';

const names: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const xml = (text: string, write: (character: string) => string) => Array.from(text, write).join('');

describe('a redactor', () => {
  it.each([
    ['raw', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%../g, code => code.toLowerCase())],
    ['as a URL writes it', new URL(`http://x/?${new URLSearchParams({ q: secret })}`).search.slice(3)],
    ['form-encoded', new URLSearchParams({ q: secret }).toString().slice(2)],
    ['escaped in JSON', JSON.stringify(secret).slice(1, -1)],
    ['escaped in JSON twice', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['escaped in JSON down to ASCII', asciiJson(secret)],
    ['in XML', xml(secret, character => `&#${character.codePointAt(0)};`)],
    ['in XML, by names', xml(secret, character => names[character] ?? character)],
    [
      'in XML, in hexadecimal',
      xml(secret, character => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`),
    ],
    ['Base64', Buffer.from(secret).toString('base64')],
    ['Base64 for URLs', Buffer.from(secret).toString('base64url')],
    ['Base64 in a query', encodeURIComponent(Buffer.from(secret).toString('base64'))],
  ])('hides a secret that stands there %s', (_, spelling) => {
    expect(createRedactor([secret])(`<${spelling}> and <${spelling}>`)).toBe('<***> and <***>');
  });

  it('hides login and password in a Basic header', () => {
    const header = `Basic ${Buffer.from('koshelek:пароль').toString('base64')}`;
    expect(createRedactor(['пароль', 'koshelek:пароль'])(header)).toBe('Basic ***');
  });

  it('hides the longer of two secrets whole', () => {
    expect(createRedactor(['secret', 'secret-token'])('secret-token, secret')).toBe('***, ***');
  });

  it('hides the longer one also where a shorter one begins before it', () => {
    expect(createRedactor(['longer-token', 'my-long'])('my-longer-token')).toBe('my-***');
  });

  it.each([
    ['', 'a b'],
    ['on', 'on and on'],
    ['abc', 'abc'],
  ])('leaves %j alone, too short to hide', (short, text) => {
    expect(createRedactor([short])(text)).toBe(text);
  });

  it('takes signs of regular expressions and of replacements for what they are', () => {
    expect(createRedactor(['a.c*[x]'])('abcx a.c*[x] $&')).toBe('abcx *** $&');
  });

  it('does not lose itself in runs of backslashes', () => {
    const redact = createRedactor([`${'\\'.repeat(40)}x`, '%%%%%%%%%%%%x']);
    const text = `${'\\'.repeat(5_000)}y ${'%25'.repeat(1_000)}y`;
    expect(redact(text)).toBe(text);
  });
});

function asciiJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
