import * as vscode from 'vscode';
import { format } from '../script';
import { afterEnter } from './complete/layout';
import { LANGUAGE, type Flows } from './flows';
import { rangeOf } from './range';

/** The formatter's edits on the lines from `first` to `last`. They are aligned with the other lines of their runs. */
function editsOf(flows: Flows, document: vscode.TextDocument, first: number, last: number): vscode.TextEdit[] {
  const script = flows.script(document);
  if (script === undefined) return [];
  return format(script)
    .filter(({ line }) => line >= first && line <= last)
    .map((edit) => vscode.TextEdit.replace(rangeOf(edit.line, edit), edit.newText));
}

/** Registers formatting of a whole flow, of a selection, and of the line just completed. */
export function registerFormatting(flows: Flows): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      provideDocumentFormattingEdits: (document) => editsOf(flows, document, 0, document.lineCount),
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, {
      provideDocumentRangeFormattingEdits: (document, { start, end }) =>
        // A selection of whole lines ends at the beginning of the next one.
        editsOf(flows, document, start.line, end.character === 0 && end.line > start.line ? end.line - 1 : end.line),
    }),
    vscode.languages.registerOnTypeFormattingEditProvider(
      LANGUAGE,
      {
        provideOnTypeFormattingEdits(document, { line }) {
          const script = flows.script(document);
          if (script === undefined || line === 0) return [];
          return afterEnter(script, line - 1).map((e) => vscode.TextEdit.replace(rangeOf(e.line, e), e.newText));
        },
      },
      '\n',
    ),
  );
}
