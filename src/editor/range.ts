import * as vscode from 'vscode';
import type { Span } from '../script';

/** A span of a line (line and columns from 0) as a VS Code range. */
export function rangeOf(line: number, span: Span): vscode.Range {
  return new vscode.Range(line, span.start, line, span.end);
}
