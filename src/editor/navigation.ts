import * as vscode from 'vscode';
import { namesOf, type Name, type NamePlace, type Names } from '../script/names';
import { rename } from '../script/rename';
import type { Script } from '../script/syntax';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { rangeOf } from './range';

interface Hit {
  readonly script: Script;
  readonly names: Names;
  readonly name: Name;
  readonly place: NamePlace;
}

/** Definition, references, highlights and renaming of hosts, numbers and named segments. */
export function registerNavigation(flows: Flows, say: Say): vscode.Disposable {
  // All of these are asked about the same text one after the other.
  const known = new WeakMap<Script, Names>();
  function hitAt(document: vscode.TextDocument, position: vscode.Position): Hit | undefined {
    const script = flows.get(document)?.trace.script;
    if (script === undefined) return undefined;
    let names = known.get(script);
    if (names === undefined) {
      names = namesOf(script);
      known.set(script, names);
    }
    const found = names.at(position.line, position.character);
    return found && { script, names, ...found };
  }
  const range = (place: NamePlace): vscode.Range => rangeOf(place.line, place);
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(LANGUAGE, {
      provideDefinition(document, position) {
        const hit = hitAt(document, position);
        return hit && new vscode.Location(document.uri, range(hit.name.bound));
      },
    }),
    vscode.languages.registerReferenceProvider(LANGUAGE, {
      provideReferences(document, position, { includeDeclaration }) {
        const name = hitAt(document, position)?.name;
        return name?.places
          .filter((place) => includeDeclaration || place !== name.bound)
          .map((place) => new vscode.Location(document.uri, range(place)));
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(LANGUAGE, {
      provideDocumentHighlights(document, position) {
        const name = hitAt(document, position)?.name;
        const { Read, Write } = vscode.DocumentHighlightKind;
        return name?.places.map((p) => new vscode.DocumentHighlight(range(p), p === name.bound ? Write : Read));
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
