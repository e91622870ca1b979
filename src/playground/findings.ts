import { findingCodes } from '../document/codes/catalogue.js';
import type { Document } from '../document/document.js';
import { type Finding as Found, sortFindings } from '../document/finding.js';
import type { Finding } from './api-run.js';
import { fixOf } from './fix.js';

/** The findings of a document as the page shows them. */
export function toldFindings({ file, text }: Document, findings: readonly Found[]): Finding[] {
  const lines = text.split('\n');
  return sortFindings(findings)
    .filter(finding => finding.file === file)
    .map(finding => {
      const { level, code, message, hint, line, column, endColumn } = finding;
      const fix = fixOf(finding, lines);
      const { summary, bad, good } = findingCodes[code];
      return {
        level,
        code,
        message,
        ...(hint !== undefined && { hint }),
        range: { from: { line, column }, to: { line, column: endColumn ?? column + 1 } },
        about: { summary, bad, good },
        ...(fix && { fix }),
      };
    });
}
