import type { ChangeSpec, Text } from '@codemirror/state';
import type { Fix, Position, Range } from '../../api-run.js';

/** The offset of a place in a text, which may have become shorter since the place was told. */
export function offsetOf(text: Text, { line, column }: Position): number {
  if (line > text.lines) return text.length;
  const { from, to } = text.line(Math.max(1, line));
  return Math.min(to, from + Math.max(0, column - 1));
}

export function offsetsOf(text: Text, range: Range): { from: number; to: number } {
  const from = offsetOf(text, range.from);
  return { from, to: Math.max(from, offsetOf(text, range.to)) };
}

export function positionAt(text: Text, offset: number): Position {
  const line = text.lineAt(offset);
  return { line: line.number, column: offset - line.from + 1 };
}

/** The changes that a fix is. */
export function changesOf(text: Text, { edits }: Fix): ChangeSpec[] {
  return edits.map(({ range, text: insert }) => ({ ...offsetsOf(text, range), insert }));
}
