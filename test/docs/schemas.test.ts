import { expect, test } from 'vitest';
import { schemaFile } from '../../src/cli/schema/schema-line.js';
import { schemaKinds, schemaText } from '../../src/cli/schema/schemas.js';

test.each(schemaKinds)('schemas/ has the schema of a %s file; `npm run docs` writes it anew', async kind => {
  await expect(schemaText(kind)).toMatchFileSnapshot(`../../schemas/${schemaFile(kind)}`);
});
