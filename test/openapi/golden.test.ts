import { expect, test } from 'vitest';
import { writeYaml } from '../../src/document/write-yaml.js';
import { demoOpenApi } from './demo.js';

test('what the demo exposes, so that changes show in reviews', async () => {
  await expect(writeYaml(await demoOpenApi())).toMatchFileSnapshot('golden/demo-crm.yaml');
});
