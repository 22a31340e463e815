import * as vscode from 'vscode';
import { exampleOf } from '../words/examples';
import { type RuleParts, ruleIds, rulePage } from '../report';
import type { Say } from '../words/say';
import { followFlows, linkedFlow, shownGuide, type Studio } from './guidePages';
import type { Flows } from './flows';
import { GUIDES, PAGE_IDS } from './library/catalogue';
import { isRuleId, PAGES, rulePageUri } from './pageUri';
import { serveReadOnly } from './readOnlyFiles';
import { pageEnding } from '../words/languages';
import { displayLanguage } from './say';

/** Sources of pages: files, flows and their pictures, texts. */
interface Sources {
  readonly docs: vscode.Uri;
  readonly studio: Studio;
  readonly say: Say;
  readonly flows: Flows;
}

/** The text of a page, in the display language if it is translated. */
async function readPage({ docs, studio, say, flows }: Sources, uri: vscode.Uri): Promise<string | undefined> {
  const path = uri.path.replace(/(?:\.[a-z-]+)?\.md$/, '');
  if (!/^(?:\/[a-z0-9-]+)+$/.test(path)) return undefined;
  if (path.startsWith('/rules/')) {
    const id = path.slice('/rules/'.length);
    if (!ruleIds().includes(id)) return undefined;
    return rulePage(id, displayLanguage(), say, exampleOf(id), await partsFor(id, flows));
  }
  for (const ending of new Set([pageEnding(displayLanguage()), ''])) {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(docs, `${path}${ending}.md`));
      return await shownGuide(studio, new TextDecoder().decode(bytes));
    } catch {
      // There is no translation; the English page is used.
    }
  }
  return undefined;
}

/** The parts that play a rule's example. */
async function partsFor(id: string, { parts }: Flows): Promise<RuleParts> {
  const isFramed = id.startsWith('h2/');
  const isSealed = isFramed || /^tls(?:1[23])?\//.test(id);
  return { ...(isSealed && { tls: await parts.tls() }), ...(isFramed && { h2: await parts.h2() }) };
}

/** Registers the commands that open a rule's page or the language reference. */
export function registerPages(root: vscode.Uri, studio: Studio, flows: Flows, say: Say): vscode.Disposable {
  const sources = { docs: vscode.Uri.joinPath(root, 'media', 'docs'), studio, say, flows };
  const missing = (page: string): string => say('editor/page-missing', { page });
  const open = async (uri: vscode.Uri, page: string): Promise<void> => {
    if ((await readPage(sources, uri)) === undefined) {
      void vscode.window.showInformationMessage(missing(page));
      return;
    }
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // Without VS Code's Markdown extension the source text is shown.
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  };
  async function openGuide(guide: unknown): Promise<void> {
    let id = GUIDES.find((g) => g === guide);
    if (id === undefined) {
      const items = GUIDES.map((g) => ({ label: say(`library/guide/${g}`), id: g }));
      id = (await vscode.window.showQuickPick(items, { placeHolder: say('library/choose-guide') }))?.id;
    }
    if (id !== undefined) await open(vscode.Uri.from({ scheme: PAGES, path: `/guides/${id}.md` }), id);
  }

  async function openPage(page: unknown): Promise<void> {
    const id = PAGE_IDS.find((p) => p === page);
    if (id !== undefined) await open(vscode.Uri.from({ scheme: PAGES, path: `/${id}.md` }), id);
  }

  // The pictures in an open guide follow the theme.
  const files = serveReadOnly(
    PAGES,
    async (uri) => {
      const id = linkedFlow(uri);
      return id === undefined ? readPage(sources, uri) : studio.flow(id);
    },
    () => Promise.resolve([]),
  );
  const themes = vscode.window.onDidChangeActiveColorTheme(() => {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === PAGES && uri.path.startsWith('/guides/')) files.changed(uri);
    }
  });
  return vscode.Disposable.from(
    files,
    themes,
    followFlows(PAGES),
    vscode.commands.registerCommand('tcpflow.openGuide', openGuide),
    vscode.commands.registerCommand('tcpflow.openRule', async (rule: unknown) => {
      if (isRuleId(rule)) await open(rulePageUri(rule), rule);
      else void vscode.window.showInformationMessage(missing(String(rule)));
    }),
    vscode.commands.registerCommand('tcpflow.openLanguageReference', () => openPage('language')),
    vscode.commands.registerCommand('tcpflow.openPage', openPage),
  );
}
