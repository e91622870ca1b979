import { template } from '../selftest/template.js';
import { configText } from './config-file.js';
import { envExample } from './env-example.js';
import { nextSteps } from './next-steps.js';
import { declaredParams } from './params.js';
import type { ScaffoldFile, Starter } from './starter.js';

/** The files of a project around a mapping, in the order in which somebody would read them. */
export function projectFiles(starter: Starter): ScaffoldFile[] {
  const { mapping, tests } = starter;
  const params = declaredParams(mapping.text);
  return [
    { path: 'README.md', text: nextSteps(starter) },
    { ...mapping, kind: 'mapping' },
    ...tests.map(test => ({ ...test, kind: 'test' }) as const),
    { path: 'loyalty-gw.yaml', text: configText(mapping.path, params), kind: 'config' },
    { path: '.env.example', text: envExample(params) },
    { path: 'selftest.yaml', text: template, kind: 'selftest' },
  ];
}

/** Keeps the secrets out of git. Written only where there is none: somebody's own is left alone. */
export const gitignore: ScaffoldFile = { path: '.gitignore', text: '.env\nnode_modules/\n' };
