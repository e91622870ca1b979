import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { EditorState, Text, TransactionSpec } from '@codemirror/state';
import type { Finding } from '../../api-run.js';
import { changesOf, offsetsOf } from './positions.js';

const severities = { error: 'error', warning: 'warning', notice: 'info' } as const;

/** Shows what `check` found at its places, each with its fix where it has one. */
export function showFindings(state: EditorState, findings: readonly Finding[]): TransactionSpec {
  return setDiagnostics(
    state,
    findings.map(finding => diagnostic(state.doc, finding)),
  );
}

function diagnostic(text: Text, { level, code, message, hint, range, fix }: Finding): Diagnostic {
  return {
    ...offsetsOf(text, range),
    severity: severities[level],
    source: code,
    message: hint ? `${message}\n${hint}` : message,
    ...(fix && {
      actions: [
        {
          name: fix.title,
          apply: view => view.dispatch({ changes: changesOf(view.state.doc, fix), userEvent: 'input.fix' }),
        },
      ],
    }),
  };
}
