import { briefNumbers } from '../compose';
import * as vscode from 'vscode';
import { type Trace, stepsAt } from '../trace';
import type { EndRef, SegmentStatement, Span } from '../script';
import { formatFlags } from '../wire';
import { innermost, messagesAt } from './explain/said';
import { LANGUAGE, type Flows } from './flows';
import { partsAt } from './parts';
import { rangeOf } from './range';

/** An entry of the outline; lines from 0, `last` included. */
export interface Entry {
  readonly kind: 'host' | 'section' | 'segment' | 'call' | 'event';
  readonly name: string;
  readonly detail: string;
  readonly line: number;
  readonly span: Span;
  last: number;
  readonly children: Entry[];
}

function refText(ref: EndRef): string {
  const own = ref.port === undefined ? ref.host.text : `${ref.host.text}:${ref.port.value}`;
  return ref.peer === undefined ? own : `${own}-${refText(ref.peer)}`;
}

const ARROWS = { deliver: '→', lose: '⇸', hold: '⇝', open: '⤳' } as const;

function entryAt(trace: Trace, line: number): Entry | undefined {
  const { statement, text = '' } = trace.script.lines[line] ?? {};
  if (statement === undefined) return undefined;
  const place = { line, last: line, span: { start: statement.start, end: statement.end }, children: [] };
  switch (statement.kind) {
    case 'section':
      return { kind: 'section', name: statement.title.text || '…', detail: '', ...place };
    case 'host':
      return { kind: 'host', name: statement.name.text, detail: statement.address?.text ?? '', ...place };
    case 'call':
      return {
        kind: 'call',
        name: `${refText(statement.who)} ${statement.call}`,
        detail: saidAt(trace, line),
        ...place,
      };
    case 'icmp':
      return { kind: 'call', name: `${refText(statement.who)} icmp ${statement.error.text}`, detail: '', ...place };
    case 'segment': {
      const step = stepsAt(trace, line).find((s) => s.kind === 'segment');
      const flags = step?.kind === 'segment' ? step.sent.segment.flags : (statement.flags?.bits ?? 0);
      const arrow = `${refText(statement.from)} ${ARROWS[statement.arrow]} ${refText(statement.to)}`;
      return {
        kind: 'segment',
        name: `${arrow}  ${formatFlags(flags)}`.trimEnd(),
        detail: carriedAt(trace, line, statement) || (step?.kind === 'segment' ? briefNumbers(trace, step.sent) : ''),
        ...place,
      };
    }
    case 'message':
      return {
        kind: 'segment',
        name: `${refText(statement.from)} ⇒ ${refText(statement.to)}`,
        detail: saidAt(trace, line),
        ...place,
      };
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return { kind: 'event', name: `${statement.kind} ${statement.name.text}`, detail: '', ...place };
    case 'transit':
    case 'wait':
    case 'run':
      return { kind: 'event', name: text.slice(statement.start, statement.end), detail: '', ...place };
    default:
      return undefined;
  }
}

/** The messages that a segment says, or carries parts of. */
function carriedAt(trace: Trace, line: number, { saying, payload }: SegmentStatement): string {
  if (saying !== undefined || payload !== undefined) return saidAt(trace, line);
  return partsAt(trace, line)
    .map(({ text }) => text)
    .join(', ');
}

/** The messages of the layers above TCP that a line makes whole. */
function saidAt(trace: Trace, line: number): string {
  return messagesAt(trace, line)
    .flatMap(innermost)
    .map((m) => m.name)
    .filter((name) => name !== '')
    .join(', ');
}

/** The outline: hosts, then sections with their segments, calls and events. */
function outlineOf(trace: Trace): Entry[] {
  const top: Entry[] = [];
  let section: Entry | undefined;
  for (let line = 0; line < trace.script.lines.length; line++) {
    const entry = entryAt(trace, line);
    if (entry === undefined) {
      if (section !== undefined && trace.script.lines[line]?.statement !== undefined) section.last = line;
      continue;
    }
    if (entry.kind === 'section') {
      section = entry;
      top.push(entry);
    } else if (section === undefined) {
      top.push(entry);
    } else {
      section.children.push(entry);
      section.last = line;
    }
  }
  return top;
}

const KINDS = {
  host: vscode.SymbolKind.Interface,
  section: vscode.SymbolKind.Namespace,
  segment: vscode.SymbolKind.Event,
  call: vscode.SymbolKind.Function,
  event: vscode.SymbolKind.Operator,
} as const;

function symbolOf(entry: Entry, document: vscode.TextDocument): vscode.DocumentSymbol {
  const own = rangeOf(entry.line, entry.span);
  const end = document.lineAt(Math.min(entry.last, document.lineCount - 1)).range.end;
  const symbol = new vscode.DocumentSymbol(
    entry.name,
    entry.detail,
    KINDS[entry.kind],
    new vscode.Range(entry.line, 0, end.line, end.character),
    own,
  );
  symbol.children = entry.children.map((child) => symbolOf(child, document));
  return symbol;
}

export function registerSymbols(flows: Flows): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    LANGUAGE,
    {
      async provideDocumentSymbols(document) {
        const flow = await flows.when(document);
        return flow === undefined ? [] : outlineOf(flow.trace).map((entry) => symbolOf(entry, document));
      },
    },
    { label: 'TCP Flow' },
  );
}
