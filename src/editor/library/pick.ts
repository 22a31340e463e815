import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import { THEMES } from './catalogue';
import type { Library } from './library';
import type { Progress } from './progress';
import { createSearch } from './search';
import { thingsOf, type Command, type Thing, type ThingKind } from './things';

/** Commands of the palette that are listed at any time. */
const ALWAYS = ['openWalkthrough', 'newFlow', 'openIsn', 'compareScenarios', 'compareFlows', 'chooseProfile'];
/** Those that need a flow in the active editor. */
const OF_FLOW = ['openPanel', 'finish', 'writeOut', 'exportDiagram', 'nextFinding', 'togglePlay'];

const ICONS: Readonly<Record<ThingKind, string>> = {
  flow: 'file-code',
  exercise: 'circle-large-outline',
  guide: 'book',
  page: 'note',
  rule: 'law',
  command: 'play',
};

interface Row extends vscode.QuickPickItem {
  readonly thing?: Thing;
}

interface Contributed {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

/** The extension's commands with their titles in the display language. */
function commandsOf(extension: vscode.Extension<unknown>): Command[] {
  const { contributes } = extension.packageJSON as Contributed;
  const isFlow = vscode.window.activeTextEditor?.document.languageId === 'tcpflow';
  return [...ALWAYS, ...(isFlow ? OF_FLOW : [])].flatMap((name) => {
    const id = `tcpflow.${name}`;
    const found = contributes.commands.find((c) => c.command === id);
    return found === undefined ? [] : [{ id, title: found.title }];
  });
}

export interface Pick {
  /**
   * Shows everything in the library, or the flows alone, and searches it as one types. VS Code's own filter would take `_`,
   * `-` and blanks for different, and know the words of one language only, so the list is ordered here.
   */
  show(placeholder: string, flowsOnly?: boolean): Promise<Thing | undefined>;
}

export function createPick(context: vscode.ExtensionContext, library: Library, progress: Progress, say: Say): Pick {
  const rowOf = (thing: Thing): Row => ({
    thing,
    label: `$(${progress.has(thing.id) ? 'pass-filled' : ICONS[thing.kind]}) ${thing.title}`,
    alwaysShow: true,
    ...(thing.description === undefined ? {} : { description: thing.description }),
    ...(thing.detail === undefined ? {} : { detail: thing.detail }),
  });
  const separator = (id: string): Row => ({ label: say(id), kind: vscode.QuickPickItemKind.Separator });
  /** The list while nothing is typed: rules are found by typing only. */
  const shelves = (things: readonly Thing[]): Row[] => {
    const shelf = (id: string, has: (thing: Thing) => boolean): Row[] => {
      const own = things.filter(has);
      return own.length === 0 ? [] : [separator(id), ...own.map(rowOf)];
    };
    return [
      ...shelf('library/shelf/command', (t) => t.kind === 'command'),
      ...shelf('library/shelf/guide', (t) => t.kind === 'guide'),
      ...THEMES.flatMap((theme) => shelf(`library/theme/${theme}`, (t) => t.theme === theme)),
      ...shelf('library/shelf/page', (t) => t.kind === 'page'),
    ];
  };
  return {
    async show(placeholder, flowsOnly = false) {
      const all = thingsOf(await library.catalogue(), library.language, say, commandsOf(context.extension));
      const things = flowsOnly ? all.filter((t) => t.theme !== undefined) : all;
      const search = createSearch(things);
      const pick = vscode.window.createQuickPick<Row>();
      pick.placeholder = placeholder;
      pick.items = shelves(things);
      pick.onDidChangeValue((typed) => {
        pick.items = typed.trim() === '' ? shelves(things) : search(typed).map(rowOf);
      });
      const chosen = new Promise<Thing | undefined>((done) => {
        pick.onDidAccept(() => {
          done(pick.selectedItems[0]?.thing);
          pick.hide();
        });
        pick.onDidHide(() => {
          done(undefined);
        });
      });
      pick.show();
      return chosen.finally(() => {
        pick.dispose();
      });
    },
  };
}
