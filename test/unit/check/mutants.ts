/**
 * One wrong number in a right flow. Every number of every segment is written out and changed in each way in which
 * people get it wrong.
 */
import { ACK, SYN } from '../../../src/wire/flags';
import { has } from '../../../src/wire/segment';
import { seq, type Seq } from '../../../src/wire/seq';
import type { SegmentStep } from '../../../src/trace/trace';
import { play } from './expecting';

export interface Mutant {
  readonly text: string;
  /** From 0. */
  readonly line: number;
  readonly what: string;
}

/** The first two flows of the language reference. */
export function referenceFlows(markdown: string): string[] {
  return [...markdown.matchAll(/```tcpflow\n([\s\S]*?)```/g)].slice(0, 2).map((m) => (m[1] ?? '').trimEnd());
}

function segments(text: string): SegmentStep[] {
  return play(text).steps.filter((s) => s.kind === 'segment');
}

/** The line with the given `seq=` and `ack=` instead of its own. */
function withNumbers(line: string, seq: string | undefined, ack: string | undefined): string {
  const [, body = '', comment = ''] = /^(.*?)(\s*#.*)?$/.exec(line) ?? [];
  let bare = body;
  if (seq !== undefined) bare = bare.replace(/\s+seq=\S+/, '');
  if (ack !== undefined) bare = bare.replace(/\s+ack=\S+/, '');
  const at = /"|len=|\b(?:http|tls|h2)\b/.exec(bare)?.index ?? bare.length;
  const numbers = `${seq === undefined ? '' : ` seq=${seq}`}${ack === undefined ? '' : ` ack=${ack}`}`;
  return `${bare.slice(0, at).trimEnd()}${numbers} ${bare.slice(at)}`.trimEnd() + comment;
}

/** The same flow with every segment's numbers written out as absolute ones. */
export function spelledOut(text: string): string {
  const lines = text.split('\n');
  for (const { line, sent } of segments(text)) {
    const { segment } = sent;
    lines[line] = withNumbers(
      lines[line] ?? '',
      String(segment.seq),
      has(segment, ACK) ? String(segment.ack) : undefined,
    );
  }
  return lines.join('\n');
}

const DELTAS = [-1000, -10, -2, -1, 1, 2, 10, 1000];

/**
 * Each number of each segment, changed. An initial sequence number with a name, or without a `host` setting, can't be
 * wrong and is not changed.
 */
export function mutants(text: string): Mutant[] {
  const lines = text.split('\n');
  const made: Mutant[] = [];
  const heard = new Map<number, SegmentStep>();
  const add = (line: number, what: string, seq: string | undefined, ack: string | undefined): void => {
    const changed = [...lines];
    changed[line] = withNumbers(lines[line] ?? '', seq, ack);
    if (!made.some((m) => m.text === changed.join('\n'))) made.push({ text: changed.join('\n'), line, what });
  };
  for (const step of segments(text)) {
    const { line, sent } = step;
    const { segment } = sent;
    const written = lines[line] ?? '';
    const before = heard.get(sent.from)?.sent.segment;
    const isFree = has(segment, SYN) && (/seq=[a-z]\b(?!\+)/.test(written) || !/isn=/.test(text));
    if (!isFree) for (const d of DELTAS) add(line, `seq ${d}`, String((segment.seq + d) >>> 0), undefined);
    if (has(segment, ACK)) {
      for (const d of DELTAS) add(line, `ack ${d}`, undefined, String((segment.ack + d) >>> 0));
      const wrong = (what: string, ack: Seq | undefined): void => {
        if (ack !== undefined && ack !== segment.ack) add(line, what, undefined, String(ack));
      };
      wrong('ack is the seq that arrived', before?.seq);
      wrong('ack is that seq plus one', before && seq(before.seq + 1));
      wrong('ack is the own seq', segment.seq);
    }
    heard.set(sent.to, step);
  }
  return made;
}
