import * as vscode from 'vscode';
import { namesOf, type Name, type NamePlace, type Names } from '../script/names';
import { rename } from '../script/rename';
import type { Script } from '../script/syntax';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { rangeOf } from './range';
import { causes, effects, type Lead } from './related';

interface Hit {
  readonly script: Script;
  readonly names: Names;
  readonly name: Name;
  readonly place: NamePlace;
}

/**
 * Definition, references, highlights and renaming of hosts, numbers and named segments; and where no name stands, the
 * way from a segment to the one that it acknowledges or repeats, and to those that acknowledge or repeat it.
 */
export function registerNavigation(flows: Flows, say: Say): vscode.Disposable {
  // All of these are asked about the same text one after the other.
  const known = new WeakMap<Script, Names>();
  function hitAt(document: vscode.TextDocument, position: vscode.Position): Hit | undefined {
    const script = flows.script(document);
    if (script === undefined) return undefined;
    let names = known.get(script);
    if (names === undefined) {
      names = namesOf(script);
      known.set(script, names);
    }
    const found = names.at(position.line, position.character);
    return found && { script, names, ...found };
  }
  type Ways = (document: vscode.TextDocument, position: vscode.Position) => Promise<Lead | undefined>;
  const why: Ways = async (document, { line, character }) => {
    const flow = await flows.when(document);
    return flow && causes(flow.trace, line, character);
  };
  const then: Ways = async (document, { line, character }) => {
    const flow = await flows.when(document);
    return flow && effects(flow.trace, line, character);
  };
  /** A line that a segment leads to: all of it is meant, and its beginning is where the cursor goes. */
  const links = (
    document: vscode.TextDocument,
    position: vscode.Position,
    lead: Lead | undefined,
  ): vscode.LocationLink[] =>
    (lead?.to ?? []).map((line) => ({
      originSelectionRange: rangeOf(position.line, lead?.from ?? { start: 0, end: 0 }),
      targetUri: document.uri,
      targetRange: document.lineAt(line).range,
      targetSelectionRange: statementRange(document, line),
    }));
  function statementRange(document: vscode.TextDocument, line: number): vscode.Range {
    const statement = flows.script(document)?.lines[line]?.statement;
    return statement === undefined ? document.lineAt(line).range : rangeOf(line, statement);
  }
  /** What stands for a line where it is lit up beside others: its flags, or its arrow. */
  function signRange(document: vscode.TextDocument, line: number): vscode.Range {
    const statement = flows.script(document)?.lines[line]?.statement;
    return statement?.kind === 'segment'
      ? rangeOf(line, statement.flags ?? statement.arrowSpan)
      : statementRange(document, line);
  }
  const around = async (document: vscode.TextDocument, position: vscode.Position): Promise<number[]> =>
    [...((await why(document, position))?.to ?? []), ...((await then(document, position))?.to ?? [])].sort(
      (a, b) => a - b,
    );

  const range = (place: NamePlace): vscode.Range => rangeOf(place.line, place);
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(LANGUAGE, {
      async provideDefinition(document, position) {
        const hit = hitAt(document, position);
        if (hit !== undefined) return new vscode.Location(document.uri, range(hit.name.bound));
        return links(document, position, await why(document, position));
      },
    }),
    vscode.languages.registerImplementationProvider(LANGUAGE, {
      provideImplementation: async (document, position) => links(document, position, await then(document, position)),
    }),
    vscode.languages.registerReferenceProvider(LANGUAGE, {
      async provideReferences(document, position, { includeDeclaration }) {
        const name = hitAt(document, position)?.name;
        if (name === undefined)
          return (await around(document, position)).map(
            (line) => new vscode.Location(document.uri, statementRange(document, line)),
          );
        return name.places
          .filter((place) => includeDeclaration || place !== name.bound)
          .map((place) => new vscode.Location(document.uri, range(place)));
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(LANGUAGE, {
      async provideDocumentHighlights(document, position) {
        const name = hitAt(document, position)?.name;
        const { Read, Write } = vscode.DocumentHighlightKind;
        if (name === undefined) {
          const lines = await around(document, position);
          const here = lines.length === 0 ? [] : [position.line];
          return [...here, ...lines].map((line) => new vscode.DocumentHighlight(signRange(document, line)));
        }
        return name.places.map((p) => new vscode.DocumentHighlight(range(p), p === name.bound ? Write : Read));
      },
    }),
    vscode.languages.registerRenameProvider(LANGUAGE, {
      prepareRename(document, position) {
        const hit = hitAt(document, position);
        if (hit === undefined) throw new Error(say('editor/rename/nothing'));
        return { range: range(hit.place), placeholder: hit.name.text };
      },
      provideRenameEdits(document, position, newName) {
        const hit = hitAt(document, position);
        if (hit === undefined) throw new Error(say('editor/rename/nothing'));
        const edits = rename(hit.script, hit.names, hit.name, newName);
        if (typeof edits === 'string') throw new Error(say(`editor/rename/${edits}`, { name: newName }));
        const change = new vscode.WorkspaceEdit();
        for (const edit of edits) change.replace(document.uri, rangeOf(edit.line, edit), edit.newText);
        return change;
      },
    }),
  );
}
