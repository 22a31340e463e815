/** Flows in VS Code's Markdown preview: a `tcpflow` fence is a picture with a caption. */
import * as vscode from 'vscode';
import {
  type DrawnFence,
  type MarkdownIt,
  type OpenLink,
  type Pictures,
  createPictures,
  drawFences,
  fenceLink,
  fencesOf,
  ownSheet,
} from '../fence';
import type { PartName, Wishes } from '../check';
import { languageOf } from '../words/languages';
import type { Say } from '../words/say';
import type { DrawFlow } from './guidePages';
import { LANGUAGE, type Flows } from './flows';
import { affectsChecking, affectsNumbers, numbersSetting, wishesIn } from './settings';

export type ExtendMarkdownIt = <T extends MarkdownIt>(md: T) => T;

/** The words in the context of a figure, which come back with a command of its menu. */
interface FigurePlace {
  readonly webviewSection: 'tcpflow';
  readonly tcpflowUri: string;
  /** The line of the fence, from 0. */
  readonly tcpflowLine: number;
}

/** The document that a preview shows (`env.currentDocument`); undefined for other uses of markdown-it. */
function documentOf(env: unknown): vscode.Uri | undefined {
  const uri = typeof env === 'object' && env !== null && 'currentDocument' in env ? env.currentDocument : undefined;
  return uri instanceof vscode.Uri ? uri : undefined;
}

/** The attributes of a figure: those that keep the preview's scrolling, and the place for the commands of its menu. */
function aroundOf({ line, attributes }: DrawnFence, uri: vscode.Uri | undefined): DrawnFence['attributes'] {
  if (uri === undefined || line === undefined) return attributes;
  const place: FigurePlace = { webviewSection: 'tcpflow', tcpflowUri: uri.toString(), tcpflowLine: line };
  return [...attributes, ['data-vscode-context', JSON.stringify(place)]];
}

/** Draws the fences of previews, and registers the commands of their menu. */
export class Preview implements vscode.Disposable {
  private readonly pictures: Pictures = createPictures();
  private loaded: Partial<Pick<Wishes, PartName>> = {};
  private readonly asked = new Set<PartName>();
  private readonly parts: readonly vscode.Disposable[];

  constructor(
    private readonly flows: Flows,
    private readonly say: Say,
    private readonly draw: DrawFlow,
  ) {
    this.parts = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsChecking(event) || affectsNumbers(event)) refresh();
      }),
      vscode.commands.registerCommand(
        'tcpflow.fence.openDiagram',
        this.about((text) => openFlow(text, true)),
      ),
      vscode.commands.registerCommand(
        'tcpflow.fence.openFlow',
        this.about((text) => openFlow(text, false)),
      ),
      vscode.commands.registerCommand(
        'tcpflow.fence.copyPicture',
        this.about((text) => this.copy(text)),
      ),
    ];
  }

  /** Makes pictures of a preview's `tcpflow` fences. */
  readonly extendMarkdownIt: ExtendMarkdownIt = (md) => drawFences(md, (fence, env) => this.html(fence, env));

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }

  private html(fence: DrawnFence, env: unknown): string {
    const uri = documentOf(env);
    const look = {
      say: this.say,
      language: languageOf(vscode.env.language),
      numbers: numbersSetting(),
      wishes: { ...wishesIn(uri), ...this.loaded },
    };
    const { code, info, number } = fence;
    const drawn = this.pictures.html(code, info, look, number, aroundOf(fence, uri), this.openLink(fence, uri));
    for (const part of drawn.lacks) void this.load(part);
    // What is written to a file from here has no preview's sheet.
    return number === 0 ? `<style>${ownSheet()}</style>\n${drawn.html}` : drawn.html;
  }

  /** The link of a caption; undefined where it would not be followed. */
  private openLink({ line }: DrawnFence, uri: vscode.Uri | undefined): OpenLink | undefined {
    if (uri === undefined || line === undefined) return undefined;
    const href = fenceLink(vscode.env.uriScheme, uri.toString(), line);
    return href === undefined ? undefined : { href, text: this.say('fence/open') };
  }

  /** Loads a part once, and has previews drawn again. */
  private async load(part: PartName): Promise<void> {
    if (this.asked.has(part)) return;
    this.asked.add(part);
    const loaded = await this.flows.parts[part]();
    this.loaded = { ...this.loaded, [part]: loaded };
    refresh();
  }

  /** A command about the flow of a figure, which the menu tells the place of. */
  private about(act: (text: string) => Promise<void>): (place: unknown) => Promise<void> {
    return async (place) => {
      const text = isPlace(place) ? await fenceAt(place) : undefined;
      if (text === undefined) void vscode.window.showInformationMessage(this.say('fence/gone'));
      else await act(text);
    };
  }

  /** Copies the text of an SVG file: the clipboard of extensions holds text alone. */
  private async copy(text: string): Promise<void> {
    const kind = vscode.window.activeColorTheme.kind;
    await vscode.env.clipboard.writeText(await this.draw(text, kind));
    vscode.window.setStatusBarMessage(this.say('fence/copied'), 4000);
  }
}

function refresh(): void {
  void vscode.commands.executeCommand('markdown.preview.refresh');
}

function isPlace(place: unknown): place is FigurePlace {
  return (
    typeof place === 'object' &&
    place !== null &&
    'tcpflowUri' in place &&
    typeof place.tcpflowUri === 'string' &&
    'tcpflowLine' in place &&
    typeof place.tcpflowLine === 'number'
  );
}

/** The flow of the fence at a place; undefined where there is none. */
async function fenceAt({ tcpflowUri, tcpflowLine }: FigurePlace): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(tcpflowUri));
  const fence = fencesOf(document.getText()).find(({ line }) => line === tcpflowLine);
  return fence?.lines.join('\n');
}

/** Opens a flow of its own with the text of a fence, and its diagram. */
async function openFlow(content: string, withDiagram: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
  if (withDiagram) await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
}
