import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { runCli } from '../cli/capture.js';
import { openApiFile } from './open-api-files.js';
import { describeProperties } from './property.js';

/** Of init: whatever an OpenAPI file holds, what is made of it is sound. */
export function initProperties(times: number): void {
  describeProperties('init', times, property => {
    property('makes files of any OpenAPI file that pass check and test', 20, runs =>
      fc.assert(
        fc.asyncProperty(openApiFile, async file => {
          const cwd = await mkdtemp(join(tmpdir(), 'loyalty-gw-init-'));
          try {
            await writeFile(join(cwd, 'crm.json'), JSON.stringify(file));
            const made = await runCli(['init', 'shop', '--openapi', 'crm.json', '--json'], { cwd });
            expect(made).toMatchObject({ code: 0, stderr: '' });
            const { mapping, written } = JSON.parse(made.stdout) as { mapping: string; written: string[] };
            const shop = { cwd: join(cwd, 'shop') };
            const files = written.filter(name => name.startsWith(mapping.replace(/yaml$/, '')));
            expect(await runCli(['check', ...files, 'selftest.yaml'], shop)).toMatchObject({
              code: 0,
              stdout: '0 errors, 0 warnings\n',
            });
            const tested = await runCli(['test'], shop);
            expect(tested.stdout).toMatch(/\n[1-9]\d* passed, 0 failed\n$/);
            const env = { KOSHELEK_PASSWORD: 'invented', ...filled };
            expect(await runCli(['check', '--config', 'loyalty-gw.yaml'], { ...shop, env })).toMatchObject({
              code: 0,
              stdout: '0 errors, 0 warnings\n',
            });
          } finally {
            await rm(cwd, { recursive: true });
          }
        }),
        runs,
      ),
    );
  });
}

const filled = {
  CRM_URL: 'https://crm.example.com',
  CRM_TOKEN: 'invented',
  CRM_KEY: 'invented',
  CRM_LOGIN: 'invented',
  CRM_PASSWORD: 'invented',
  CRM_CLIENT_ID: 'invented',
  CRM_CLIENT_SECRET: 'invented',
};
