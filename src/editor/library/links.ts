import * as vscode from 'vscode';
import { PAGES } from '../pageUri';
import type { Say } from '../../words/words';
import { LANGUAGE, type Flows } from '../flows';
import { guideOf, pairOf } from './catalogue';
import { idOf, SCHEME, type Library } from './library';
import { introductionOf } from './story';

function commandUri(command: string, ...args: unknown[]): vscode.Uri {
  return vscode.Uri.from({ scheme: 'command', path: command, query: JSON.stringify(args) });
}

/** Registers links from the related questions at the top of a flow to other flows, in the library and in copies. */
export function registerLinks(flows: Flows, library: Library, say: Say): vscode.Disposable {
  const links: vscode.DocumentLinkProvider = {
    async provideDocumentLinks(document) {
      const script = flows.script(document);
      if (script === undefined) return [];
      const found = introductionOf(script).related;
      if (found.length === 0) return [];
      const known = new Set((await library.entries()).map((e) => e.id));
      return found
        .filter((r) => known.has(r.id))
        .map((r) => {
          const range = new vscode.Range(r.line, r.span.start, r.line, r.span.end);
          const link = new vscode.DocumentLink(range, commandUri('tcpflow.openScenario', r.id));
          link.tooltip = say('library/open');
          return link;
        });
    },
  };
  /** The lens above a flow of the library offers its commands. */
  const lenses: vscode.CodeLensProvider = {
    async provideCodeLenses(document) {
      const id = idOf(document.uri);
      const entry = id === undefined ? undefined : await library.entry(id);
      if (entry === undefined) return [];
      const top = new vscode.Range(0, 0, 0, 0);
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(top, { title, command, arguments: [entry.id] });
      const step = { title: say('library/step'), command: 'tcpflow.stepForward' };
      const made = [new vscode.CodeLens(top, step), lens(say('library/related'), 'tcpflow.relatedScenarios')];
      const other = pairOf(entry.id);
      const pair = other === undefined ? undefined : await library.entry(other);
      if (pair !== undefined) {
        made.push(lens(say('library/compare', { title: library.say(pair.title) }), 'tcpflow.compareScenarios'));
      }
      made.push(lens(say('library/copy'), 'tcpflow.copyScenario'));
      if (entry.id.startsWith('isn-')) {
        made.push(new vscode.CodeLens(top, { title: say('library/compute'), command: 'tcpflow.openIsn' }));
      }
      const guide = guideOf(entry);
      if (guide !== undefined) {
        const title = say('library/read', { guide: say(`library/guide/${guide}`) });
        made.push(new vscode.CodeLens(top, { title, command: 'tcpflow.openGuide', arguments: [guide] }));
      }
      return made;
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentLinkProvider(LANGUAGE, links),
    vscode.languages.registerCodeLensProvider(
      [SCHEME, PAGES].map((scheme) => ({ language: LANGUAGE, scheme })),
      lenses,
    ),
  );
}
