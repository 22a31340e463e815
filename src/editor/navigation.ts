import * as vscode from 'vscode';
import { type Name, type NamePlace, type Names, type Script, type Statement, namesOf, rename } from '../script';
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

type Document = vscode.TextDocument;

/** Links between segments: the lines that a segment acknowledges or repeats, and those that acknowledge or repeat it. */
class Ways {
  constructor(private readonly flows: Flows) {}

  async causes(document: Document, { line, character }: vscode.Position): Promise<Lead | undefined> {
    const flow = await this.flows.when(document);
    return flow && causes(flow.trace, line, character);
  }

  async effects(document: Document, { line, character }: vscode.Position): Promise<Lead | undefined> {
    const flow = await this.flows.when(document);
    return flow && effects(flow.trace, line, character);
  }

  /** The lines linked in both directions, ascending. */
  async around(document: Document, position: vscode.Position): Promise<number[]> {
    const before = (await this.causes(document, position))?.to ?? [];
    const behind = (await this.effects(document, position))?.to ?? [];
    return [...before, ...behind].sort((a, b) => a - b);
  }

  /** A link covers the whole target line; the cursor goes to its beginning. */
  links(document: Document, position: vscode.Position, lead: Lead | undefined): vscode.LocationLink[] {
    return (lead?.to ?? []).map((line) => ({
      originSelectionRange: rangeOf(position.line, lead?.from ?? { start: 0, end: 0 }),
      targetUri: document.uri,
      targetRange: document.lineAt(line).range,
      targetSelectionRange: this.statementRange(document, line),
    }));
  }

  statementRange(document: Document, line: number): vscode.Range {
    const statement = this.statement(document, line);
    return statement === undefined ? document.lineAt(line).range : rangeOf(line, statement);
  }

  /** The highlighted part of a line: its flags, or its arrow. */
  signRange(document: Document, line: number): vscode.Range {
    const statement = this.statement(document, line);
    return statement?.kind === 'segment'
      ? rangeOf(line, statement.flags ?? statement.arrowSpan)
      : this.statementRange(document, line);
  }

  private statement(document: Document, line: number): Statement | undefined {
    return this.flows.script(document)?.lines[line]?.statement;
  }
}

/** The names of a document. */
class NamesAt {
  // VS Code asks for definition, references, highlights and renaming of the same text in turn.
  private readonly known = new WeakMap<Script, Names>();

  constructor(private readonly flows: Flows) {}

  hit(document: Document, position: vscode.Position): Hit | undefined {
    const script = this.flows.script(document);
    if (script === undefined) return undefined;
    let names = this.known.get(script);
    if (names === undefined) {
      names = namesOf(script);
      this.known.set(script, names);
    }
    const found = names.at(position.line, position.character);
    return found && { script, names, ...found };
  }
}

function nameRange(place: NamePlace): vscode.Range {
  return rangeOf(place.line, place);
}

/**
 * Registers definition, references, highlights and renaming of hosts, numbers and named segments. On other text of a
 * segment they follow the links to the segments that it acknowledges or repeats, and back.
 */
export function registerNavigation(flows: Flows, say: Say): vscode.Disposable {
  const names = new NamesAt(flows);
  const ways = new Ways(flows);
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(LANGUAGE, definitions(names, ways)),
    vscode.languages.registerImplementationProvider(LANGUAGE, {
      provideImplementation: async (document, position) =>
        ways.links(document, position, await ways.effects(document, position)),
    }),
    vscode.languages.registerReferenceProvider(LANGUAGE, references(names, ways)),
    vscode.languages.registerDocumentHighlightProvider(LANGUAGE, highlights(names, ways)),
    vscode.languages.registerRenameProvider(LANGUAGE, renaming(names, say)),
  );
}

function definitions(names: NamesAt, ways: Ways): vscode.DefinitionProvider {
  return {
    async provideDefinition(document, position) {
      const hit = names.hit(document, position);
      if (hit !== undefined) return new vscode.Location(document.uri, nameRange(hit.name.bound));
      return ways.links(document, position, await ways.causes(document, position));
    },
  };
}

function references(names: NamesAt, ways: Ways): vscode.ReferenceProvider {
  return {
    async provideReferences(document, position, { includeDeclaration }) {
      const name = names.hit(document, position)?.name;
      if (name === undefined)
        return (await ways.around(document, position)).map(
          (line) => new vscode.Location(document.uri, ways.statementRange(document, line)),
        );
      return name.places
        .filter((place) => includeDeclaration || place !== name.bound)
        .map((place) => new vscode.Location(document.uri, nameRange(place)));
    },
  };
}

function highlights(names: NamesAt, ways: Ways): vscode.DocumentHighlightProvider {
  return {
    async provideDocumentHighlights(document, position) {
      const name = names.hit(document, position)?.name;
      const { Read, Write } = vscode.DocumentHighlightKind;
      if (name === undefined) {
        const lines = await ways.around(document, position);
        const here = lines.length === 0 ? [] : [position.line];
        return [...here, ...lines].map((line) => new vscode.DocumentHighlight(ways.signRange(document, line)));
      }
      return name.places.map((p) => new vscode.DocumentHighlight(nameRange(p), p === name.bound ? Write : Read));
    },
  };
}

function renaming(names: NamesAt, say: Say): vscode.RenameProvider {
  const hitOf = (document: Document, position: vscode.Position): Hit => {
    const hit = names.hit(document, position);
    if (hit === undefined) throw new Error(say('editor/rename/nothing'));
    return hit;
  };
  return {
    prepareRename(document, position) {
      const hit = hitOf(document, position);
      return { range: nameRange(hit.place), placeholder: hit.name.text };
    },
    provideRenameEdits(document, position, newName) {
      const hit = hitOf(document, position);
      const edits = rename(hit.script, hit.names, hit.name, newName);
      if (typeof edits === 'string') throw new Error(say(`editor/rename/${edits}`, { name: newName }));
      const change = new vscode.WorkspaceEdit();
      for (const edit of edits) change.replace(document.uri, rangeOf(edit.line, edit), edit.newText);
      return change;
    },
  };
}
