import { expect, test } from 'vitest';
import { type ErrorEntry, errorCatalogue } from '../../src/loyalty-api/errors.js';

const groups: Readonly<Record<string, string>> = {
  1: 'The request',
  2: 'The card',
  3: 'The CRM',
  4: 'The gateway',
  5: 'The mapping',
};

function errorsMarkdown(): string {
  const entries: [string, ErrorEntry][] = Object.entries(errorCatalogue);
  const sections = Object.entries(groups).map(([digit, title]) => {
    const rows = entries
      .filter(([, { code }]) => code.startsWith(digit))
      .map(
        ([
          name,
          {
            code,
            description: { en, ru },
          },
        ]) => `| ${code} | \`${name}\` | ${en} | ${ru} |`,
      );
    return [
      `## ${title}`,
      '',
      '| code | name | English | Russian |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  const intro = [
    '# The error catalogue',
    '',
    'Everything that can go wrong, by name. Mappings use the names (`fail: cardBlocked`), answers carry the code and the Russian description, the log has name and code. Codes are stable. A config changes codes and descriptions under `errors:`, and the language with `locale:`.',
    '',
    'This page is written from `src/loyalty-api/errors.ts` by `npm run docs`.',
  ].join('\n');
  return `${[intro, ...sections].join('\n\n')}\n`;
}

test('docs/errors.md is what the catalogue says; `npm run docs` writes it anew', async () => {
  await expect(errorsMarkdown()).toMatchFileSnapshot('../../docs/errors.md');
});
