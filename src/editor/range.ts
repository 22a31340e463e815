import * as vscode from 'vscode';
import type { Span } from '../script';

/** A span of columns on a line (both from 0) as VS Code's range. */
export function rangeOf(line: number, span: Span): vscode.Range {
  return new vscode.Range(line, span.start, line, span.end);
}
