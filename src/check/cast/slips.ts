/** Misspelt host names: names written once that differ from another host's name by one typing error. */
import {
  type EndRef,
  type Line,
  type Script,
  type Statement,
  type Word,
  isSlip,
  piecesOf,
  scriptOf,
} from '../../script';
import { FLOW_RULES, type Finding, edit, finding } from '../../trace';

export interface Slip {
  /** From 0. */
  readonly line: number;
  readonly written: Word;
  readonly right: string;
}

interface Use {
  count: number;
  /** The first use of a name. */
  readonly line: number;
  readonly word: Word;
  declared: boolean;
}

/** With more names written only once, none is taken for a typing error. */
const MOST_SINGLE = 50;

/** The number of times that each host is named in the lines read so far. */
export class HostUses {
  private readonly uses = new Map<string, Use>();

  read(line: Line, number: number): void {
    if (line.hosts === undefined) return;
    for (const word of line.hosts) {
      const declared = line.statement?.kind === 'host';
      const use = this.uses.get(word.text);
      if (use === undefined) this.uses.set(word.text, { count: 1, line: number, word, declared });
      else {
        use.count++;
        use.declared ||= declared;
      }
    }
  }

  copy(): HostUses {
    const copy = new HostUses();
    for (const [name, use] of this.uses) copy.uses.set(name, { ...use });
    return copy;
  }

  /** The misspelt names: neither declared nor written twice. A declared name that is never used counts as well. */
  slips(lines: (number: number) => Line | undefined): readonly Slip[] {
    let single: Use[] | undefined;
    for (const use of this.uses.values()) if (use.count === 1) (single ??= []).push(use);
    if (single === undefined || single.length > MOST_SINGLE) return NONE;
    const slips: Slip[] = [];
    for (const use of single) {
      const right = this.meantBy(use, lines(use.line)?.statement);
      if (right !== undefined) slips.push({ line: use.line, written: use.word, right });
    }
    return slips;
  }

  /**
   * The intended name: one that is declared, is written more than once, or came first; of several, the most frequent
   * one.
   */
  private meantBy({ line, word, declared }: Use, statement: Statement | undefined): string | undefined {
    let best: Use | undefined;
    for (const other of this.uses.values()) {
      if (!isSlip(word.text, other.word.text)) continue;
      const isKnown = declared
        ? !other.declared && other.count > 1
        : other.declared || other.count > 1 || other.line < line;
      if (!isKnown || (statement !== undefined && facing(statement, word) === other.word.text)) continue;
      if (best === undefined || other.count > best.count) best = other;
    }
    return best?.word.text;
  }
}

/** The host at the other end of an arrow, a call or a link, which can't be the intended one. */
function facing(s: Statement, word: Word): string | undefined {
  const [one, two] = endsOf(s);
  if (one === undefined || two === undefined) return undefined;
  return one.host.start === word.start ? two.host.text : one.host.text;
}

function endsOf(s: Statement): readonly (EndRef | undefined)[] {
  switch (s.kind) {
    case 'segment':
    case 'message':
      return [s.from, s.to];
    case 'link':
      return [s.a, s.b];
    case 'call':
    case 'icmp':
    case 'forget':
      return [s.who, s.peer];
    default:
      return [];
  }
}

const NONE: readonly Slip[] = [];

/** The script with the intended names. */
export function withoutSlips(script: Script, slips: readonly Slip[]): Script {
  if (slips.length === 0) return script;
  let lines = piecesOf(script);
  for (const { line, written, right } of slips) {
    const read = lines.get(line);
    if (read?.statement === undefined) continue;
    const meant = { ...read, statement: renamed(read.statement, written, right) as Statement };
    lines = lines.replaced(line, line + 1, [meant]);
  }
  return scriptOf(lines);
}

/** The syntax tree with another text for one word. */
function renamed(tree: unknown, word: Word, text: string): unknown {
  if (Array.isArray(tree)) return tree.map((part) => renamed(part, word, text));
  if (typeof tree !== 'object' || tree === null || tree instanceof Uint8Array) return tree;
  const { start, end, text: own } = tree as Partial<Word>;
  if (start === word.start && end === word.end && own === word.text) return { ...tree, text };
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, renamed(value, word, text)]));
}

export function slipFindings(slips: readonly Slip[]): Finding[] {
  return slips.map(({ line, written, right }) => {
    const fix = { title: 'fix/write', args: { text: right }, edits: [edit(line, written, right)] };
    return finding(line, FLOW_RULES['flow/misspelt-host'], written, { args: { found: written.text, right }, fix });
  });
}
