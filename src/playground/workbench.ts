import { operations } from '../loyalty-api/operations.js';
import { builtInSignatures, helpers } from '../mapping/helpers/catalogue.js';
import type { FunctionDoc, Workbench } from './api.js';
import type { Desk } from './desk.js';
import { operationForm } from './forms.js';
import { valueText } from './json-text.js';

/** What the page begins with. */
export async function workbench(desk: Desk): Promise<Workbench> {
  const { readOnly, live, config, version } = desk.settings;
  return {
    version,
    mapping: await desk.read(),
    ...(readOnly !== undefined && { readOnly }),
    operations: Object.values(operations).map(operationForm),
    live,
    ...(config !== undefined && { config }),
    functions: functions(),
  };
}

function functions(): FunctionDoc[] {
  const own = [...helpers.values()].map(({ name, signature, summary, examples }) => ({
    name,
    signature,
    summary,
    examples: examples.map(({ expression, gives, fails }) => ({
      expression,
      gives: fails ? `fails: ${String(gives)}` : gives === undefined ? 'nothing' : valueText(gives),
    })),
  }));
  return [...own, ...[...builtInSignatures].map(([name, signature]) => ({ name, signature }))];
}
