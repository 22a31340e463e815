/** Saving and copying a flow's diagram. */
import * as vscode from 'vscode';
import type { NumberForm } from '../check/numbers';
import type { Arrangement } from '../diagram/arrange';
import { diagram } from '../diagram/build';
import { MOST_HEIGHT, svg } from '../diagram/export';
import { ladderText } from '../diagram/ladder-text';
import { mermaid } from '../diagram/mermaid';
import type { Flow } from '../editor/flows';
import type { Say } from '../words/words';
import type { ExportAs, ExportTheme } from './messages';

export interface ExportRequest {
  readonly as: ExportAs;
  readonly theme: ExportTheme;
  readonly width: number;
  readonly numbers: NumberForm;
  readonly arrangement: Arrangement;
}

/** Makes pixels of an SVG file; undefined where that is not possible. */
export type Rasterize = (svg: string) => Promise<Uint8Array | undefined>;

async function save(flow: Flow, ending: 'svg' | 'png', bytes: Uint8Array): Promise<void> {
  const path = flow.uri.path.replace(/(\.tcpflow)?$/, `.${ending}`);
  // A flow that is no file has no folder to stand in.
  const isFile = vscode.workspace.fs.isWritableFileSystem(flow.uri.scheme) === true;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const defaultUri = isFile ? flow.uri.with({ path }) : folder && vscode.Uri.joinPath(folder, name);
  const target = await vscode.window.showSaveDialog({
    filters: { [ending.toUpperCase()]: [ending] },
    ...(defaultUri ? { defaultUri } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}

/** Does what is asked for, with a message where it cannot be done. */
export async function exportFlow(flow: Flow, request: ExportRequest, say: Say, rasterize: Rasterize): Promise<void> {
  const { as, theme, width, numbers, arrangement } = request;
  const picture = (most?: number): string =>
    svg(flow.trace, {
      say,
      theme,
      width,
      numbers,
      arrangement,
      language: vscode.env.language,
      ...(most === undefined ? {} : { most }),
    });
  try {
    switch (as) {
      case 'svg':
        await save(flow, 'svg', new TextEncoder().encode(picture()));
        break;
      case 'png': {
        const bytes = await rasterize(picture(MOST_HEIGHT));
        if (!bytes) throw new Error(say('diagram/no-png'));
        await save(flow, 'png', bytes);
        break;
      }
      case 'mermaid':
      case 'text': {
        const made = diagram(flow.trace, arrangement);
        const text = as === 'mermaid' ? mermaid(made, numbers, say) : ladderText(made, numbers, say);
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(say('diagram/copied'), 4000);
        break;
      }
    }
  } catch (error) {
    await vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
