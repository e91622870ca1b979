import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { configFields } from '../../src/config/help.js';
import { findingsOf, minimal } from '../config/reading.js';

const page = await readFile('docs/config.md', 'utf8');

const HASH = '$scrypt$ln=15,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlZg$z0jSKqQvy4TjQh1VbXTFtGV1CWSjmM2ZcA1J2tTtUQI';

function tableOfFields(): string {
  const rows = configFields().map(({ name, description, default: usual, required, secret }) => {
    const otherwise = required ? 'required' : usual === undefined ? '' : `\`${usual}\``;
    return `| \`${name}\` | ${description.replaceAll('|', '\\|')}${secret ? ' (secret)' : ''} | ${otherwise} |`;
  });
  return ['| field | what | default |', '| --- | --- | --- |', ...rows].join('\n');
}

it('the table of all fields is what their descriptions say; `npm run docs` writes it anew', async () => {
  const written = page.replace(/(<!-- fields -->\n)[\s\S]*?(<!-- -->)/, `$1\n${tableOfFields()}\n\n$2`);
  await expect(written).toMatchFileSnapshot('../../docs/config.md');
});

const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

it.each(blocks)('this is a config, or a part of one:\n%s', async block => {
  const files = { 'koshelek.hash': HASH, 'new-password': 'new', 'old-password': 'old' };
  const yaml = block.startsWith('users:') ? `mapping: crm.yaml\n${block}` : minimal(block);
  expect(await findingsOf(yaml, {}, files)).toEqual([]);
});

it('the defaults in the table of limits are those of the fields', () => {
  const fields = configFields();
  const rows = [...page.matchAll(/\| `(\w+)` ([\d,]+) ?(KiB|s)? \|/g)];
  expect(rows).toHaveLength(9);
  for (const [, name, number = '', unit = ''] of rows) {
    const field = fields.find(each => each.name === `limits.${name}`);
    expect(`${name} ${field?.default}`).toBe(`${name} ${number.replace(',', '')}${unit}`);
  }
});
