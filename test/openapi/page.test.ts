import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openApiOf } from '../../src/openapi/mapped.js';
import { html } from '../../src/openapi/page/html.js';
import { openApiPage, pagePolicy } from '../../src/openapi/page/page.js';
import { prose } from '../../src/openapi/page/prose.js';
import { agreedMapping } from './agreed.js';
import { demoOpenApi, deployment } from './demo.js';
import { operationsIn } from './schemas.js';

const evil = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\``;

/** The page of a document all of whose texts are evil; keys too, where we do not choose them. */
async function evilPage(): Promise<string> {
  const document = openApiOf(agreedMapping(), deployment);
  const spoil = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return key === '$ref' ? value : value + evil;
    if (Array.isArray(value)) return value.map(item => spoil(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    const free = key === 'properties' || key === 'paths' || key === 'value';
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [free ? name + evil : name, spoil(item, name)]),
    );
  };
  return openApiPage(spoil(document, '') as never);
}

describe('escaping', () => {
  it('whatever stands in a document stays text', async () => {
    const page = await evilPage();
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    // The evil text ends with an ampersand, an entity and a mark.
    expect(page).not.toContain('>&amp;`');
    expect(tagsIn(page).filter(tag => !known.test(tag))).toEqual([]);
  });

  it('in text and in attributes', () => {
    expect(html`<a title="${'"x" \'y\''}">${'<&>'}${undefined}${[html`<b>`, '<']}</a>`.text).toBe(
      '<a title="&quot;x&quot; &#39;y&#39;">&lt;&amp;&gt;<b>&lt;</a>',
    );
  });

  it.each([
    ['a `b` c', '<p>a <code>b</code> c</p>'],
    ['a ` c', '<p>a ` c</p>'],
    ['a\n\n<b>', '<p>a</p><p>&lt;b&gt;</p>'],
  ])('descriptions: %j', (text, shown) => {
    expect(
      prose(text)
        .map(each => each.text)
        .join(''),
    ).toBe(shown);
  });
});

/** The tags that we write, with the attributes that they may have; a value holds neither quotes nor brackets. */
const known =
  /^<(!doctype html|\/?[a-z][a-z0-9]*( (lang|charset|name|content|class|href|id|scope|tabindex|role|aria-label|aria-labelledby)="[^"<>]*")*)>$/;

function tagsIn(page: string): string[] {
  return page.replace(/<style>.*<\/style>/s, '').match(/<[^>]*>?/g) ?? [];
}

describe('the page of the demo', async () => {
  const document = await demoOpenApi();
  const page = openApiPage(document);

  it('has all operations, with their routes, and a table of contents that leads to them', () => {
    for (const { operationId, parameters = [] } of operationsIn(document)) {
      expect(page).toContain(`<a href="#${operationId}">${operationId}</a>`);
      const section = page.split(`<section id="${operationId}"`)[1]?.split('</section>')[0] ?? '';
      expect(section).toMatch(/<strong>(GET|POST|PUT)<\/strong> \/v1\//);
      for (const { name } of parameters) expect(section).toContain(`<code>${name}</code>`);
      for (const status of ['200', '401', '422']) expect(section).toContain(`<h3>Answer ${status}</h3>`);
    }
  });

  it('shows members, examples and errors', () => {
    expect(page).toContain('<code>card.bonus.bonuses[].validUntil</code>');
    expect(page).toContain('&quot;surname&quot;: &quot;Иванова&quot;');
    expect(page).toContain('one of EAN_8, EAN_13, CODE_128, UPC_A, QR_CODE');
    expect(page).toContain('<a href="#error.cardNotFound">2001</a>');
    expect(page).toContain('Карта не найдена');
  });

  it('has links that lead somewhere, and ids once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/ href="([^"]+)"/g)].map(([, link]) => link?.replace(/^#/, ''));
    expect(links.filter(link => !ids.includes(link))).toEqual([]);
    const labels = [...page.matchAll(/ aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(labels.filter(id => !ids.includes(id))).toEqual([]);
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const tag of tagsIn(page)) {
      const [, slash, name = ''] = /^<(\/?)(\w+)/.exec(tag) ?? [];
      if (['', 'meta', 'br'].includes(name)) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('needs nothing but itself', () => {
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|<form|@import|url\(|https?:\/\/(?!\w+\.example\.com)/,
    );
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(pagePolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(tagsIn(page).filter(tag => / style=/.test(tag))).toEqual([]);
  });

  it('suits the dark, paper and narrow screens', () => {
    expect(page).toMatch(/prefers-color-scheme: dark/);
    expect(page).toMatch(/@media print/);
    expect(page).toMatch(/name="viewport"/);
  });
});
