import * as vscode from 'vscode';
import { type Expectation, type NameKind, type Script, type Statement, type Word, namesOf } from '../script';
import { LANGUAGE, type Flows } from './flows';

/** Standard token types, for which every theme has a colour. */
const TYPES = ['class', 'variable', 'label', 'enumMember', 'property'] as const;
type TokenType = (typeof TYPES)[number];
const OF_NAME: Readonly<Record<NameKind, TokenType>> = {
  host: 'class',
  number: 'variable',
  segment: 'label',
  certificate: 'class',
};

interface Token {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

/** The tokens of the lines from `first` to `last` (from 0), in order: hosts, numbers, named segments, states and rules. */
function tokensOf(script: Script, first: number, last: number): Token[] {
  const tokens: Token[] = [];
  for (const { kind, places } of namesOf(script).all) {
    for (const { line, start, end } of places) {
      if (line >= first && line <= last) tokens.push({ line, start, end, type: OF_NAME[kind] });
    }
  }
  script.lines.slice(first, last + 1).forEach(({ statement: s }, i) => {
    const put = ({ start, end }: Word, type: TokenType): void => {
      tokens.push({ line: first + i, start, end, type });
    };
    if (s?.kind === 'segment') for (const rule of s.violates ?? []) put(rule, 'property');
    if (s?.kind === 'given') {
      put(s.state, 'enumMember');
      for (const { key } of s.facts) put(key, 'property');
    }
    for (const said of s !== undefined && 'saying' in s ? s.saying.items : []) {
      for (const name of [said.method, said.code]) if (name !== undefined) put(name, 'enumMember');
      for (const { name } of said.fields?.items ?? []) put(name, 'property');
    }
    for (const item of conditionsOf(s)) {
      if (item.kind === 'layer' || item.kind === 'state') put(item.state, 'enumMember');
      if (item.kind === 'knows') put(item.secret, 'property');
    }
  });
  return tokens.sort((a, b) => a.line - b.line || a.start - b.start);
}

/** The conditions that a statement states or claims. */
function conditionsOf(s: Statement | undefined): readonly Expectation[] {
  if (s?.kind === 'expect') return s.items;
  return s?.kind === 'explore' && s.claim.kind !== 'named' ? s.claim.items : [];
}

export function registerSemanticTokens(flows: Flows): vscode.Disposable {
  const legend = new vscode.SemanticTokensLegend([...TYPES]);
  function build(document: vscode.TextDocument, first: number, last: number): vscode.SemanticTokens {
    const builder = new vscode.SemanticTokensBuilder(legend);
    const script = flows.script(document);
    for (const { line, start, end, type } of script === undefined ? [] : tokensOf(script, first, last)) {
      builder.push(line, start, end - start, TYPES.indexOf(type));
    }
    return builder.build();
  }
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSemanticTokensProvider(
      LANGUAGE,
      { provideDocumentSemanticTokens: (document) => build(document, 0, document.lineCount) },
      legend,
    ),
    vscode.languages.registerDocumentRangeSemanticTokensProvider(
      LANGUAGE,
      { provideDocumentRangeSemanticTokens: (document, { start, end }) => build(document, start.line, end.line) },
      legend,
    ),
  );
}
