import type { CheckAnswer, CheckRequest } from './api.js';
import type { Desk } from './desk.js';
import { toldFindings } from './findings.js';
import { lookAt } from './looked-at.js';
import { outlineOf } from './outline.js';

/** What `loyalty-gw check` says of a text. */
export async function checkText(desk: Desk, { text }: CheckRequest): Promise<CheckAnswer> {
  const { document, mapping, findings } = await lookAt(desk, text);
  return {
    findings: toldFindings(document, findings),
    ...(mapping && { outline: outlineOf(document, mapping) }),
  };
}
