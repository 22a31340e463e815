/** Saving and copying a flow's diagram. */
import * as vscode from 'vscode';
import type { NumberForm, Trace } from '../trace';
import {
  type Arrangement,
  type FilmFrame,
  MOST_HEIGHT,
  diagram,
  frames,
  ladderText,
  mermaid,
  svg,
  svgPair,
} from '../diagram';
import type { Say } from '../words/words';
import type { ExportAs, ExportTheme, Frame } from './messages';

export interface ExportRequest {
  readonly as: ExportAs;
  readonly theme: ExportTheme;
  readonly width: number;
  readonly numbers: NumberForm;
  readonly arrangement: Arrangement;
}

/**
 * Renders an SVG file to PNG bytes, or as a frame of a GIF, for which the last frame's call returns the bytes of the
 * whole GIF; undefined on failure.
 */
export type Rasterize = (svg: string, frame?: Frame) => Promise<Uint8Array | undefined>;

async function save(uri: vscode.Uri, ending: 'svg' | 'png' | 'gif', bytes: Uint8Array): Promise<void> {
  const path = uri.path.replace(/(\.tcpflow)?$/, `.${ending}`);
  // A flow that is not a file has no folder of its own.
  const isFile = vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const defaultUri = isFile ? uri.with({ path }) : folder && vscode.Uri.joinPath(folder, name);
  const target = await vscode.window.showSaveDialog({
    filters: { [ending.toUpperCase()]: [ending] },
    ...(defaultUri ? { defaultUri } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}

/** Saves a picture; a bitmap is limited in height. */
async function savePicture(
  uri: vscode.Uri,
  as: 'svg' | 'png',
  draw: (limit: { readonly most?: number }) => string,
  say: Say,
  rasterize: Rasterize,
): Promise<void> {
  if (as === 'svg') {
    await save(uri, as, new TextEncoder().encode(draw({})));
    return;
  }
  const bytes = await rasterize(draw({ most: MOST_HEIGHT }));
  if (!bytes) throw new Error(say('diagram/no-png'));
  await save(uri, as, bytes);
}

/** Saves a GIF that is rendered frame by frame, with a progress notification that allows cancelling. */
async function saveFilm(uri: vscode.Uri, film: readonly FilmFrame[], say: Say, rasterize: Rasterize): Promise<void> {
  const how = { location: vscode.ProgressLocation.Notification, title: say('diagram/gif'), cancellable: true };
  const made = await vscode.window.withProgress(how, async (progress, token) => {
    // A single frame is rendered twice: as the first and as the last frame.
    const all = film.length === 1 ? [...film, ...film] : film;
    let bytes: Uint8Array | undefined;
    for (const [i, { draw, delay }] of all.entries()) {
      const place = i === 0 ? 'first' : i === all.length - 1 ? 'last' : 'middle';
      bytes = await rasterize(draw(), { place, delay });
      if (token.isCancellationRequested) return 'cancelled';
      if (bytes === undefined) return undefined;
      progress.report({ increment: 100 / all.length });
    }
    return bytes;
  });
  if (made === 'cancelled') return;
  if (made === undefined) throw new Error(say('diagram/no-png'));
  await save(uri, 'gif', made);
}

/** Runs `act` and shows a message if it fails. */
async function telling(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    await vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Exports a flow as requested, and shows a message if that fails. */
export async function exportFlow(
  flow: { readonly uri: vscode.Uri; readonly trace: Trace },
  request: ExportRequest,
  say: Say,
  rasterize: Rasterize,
): Promise<void> {
  const { as, theme, width, numbers, arrangement } = request;
  await telling(async () => {
    if (as === 'svg' || as === 'svg-animated' || as === 'png') {
      const plays = as === 'svg-animated';
      const look = { say, theme, width, numbers, arrangement, language: vscode.env.language, plays };
      await savePicture(
        flow.uri,
        plays ? 'svg' : as,
        (limit) => svg(flow.trace, { ...look, ...limit }),
        say,
        rasterize,
      );
      return;
    }
    if (as === 'gif') {
      const look = { say, theme, width, numbers, arrangement, language: vscode.env.language };
      await saveFilm(flow.uri, frames(flow.trace, look), say, rasterize);
      return;
    }
    const made = diagram(flow.trace, arrangement);
    const text = as === 'mermaid' ? mermaid(made, numbers, say) : ladderText(made, numbers, say);
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(say('diagram/copied'), 4000);
  });
}

/** Exports two flows side by side as one picture. */
export async function exportPair(
  uri: vscode.Uri,
  [left, right]: readonly [Trace, Trace],
  titles: readonly [string, string],
  request: ExportRequest,
  say: Say,
  rasterize: Rasterize,
): Promise<void> {
  const { as, theme, width, numbers, arrangement } = request;
  // A comparison can't be exported as text.
  if (as !== 'svg' && as !== 'png') return;
  const look = { say, theme, width, numbers, arrangement, titles, language: vscode.env.language };
  await telling(() => savePicture(uri, as, (limit) => svgPair(left, right, { ...look, ...limit }), say, rasterize));
}
