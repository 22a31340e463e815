/**
 * The introduction of a flow in the library. After the title there is a comment of three parts, separated by a bare
 * `#`: a question, a summary that answers it, and related questions, each with the flow that answers it. The question of an exercise
 * is its task.
 *
 *     flow "The SYN is lost"
 *     # What does the client do when its SYN is lost?
 *     #
 *     # It waits for its retransmission timer, and sends the same SYN again.
 *     #
 *     # What if no SYN ever gets through? -> syn-gives-up
 */
import type { Line, Script, Span, Str } from '../../script';

export interface Related {
  /** The question as written in the flow. */
  readonly question: string;
  /** The id of the flow that answers it. */
  readonly id: string;
  readonly line: number;
  /** The span of the id in the line. */
  readonly span: Span;
}

export interface Story {
  readonly title: string;
  readonly question: string;
  readonly summary: readonly string[];
  readonly related: readonly Related[];
}

/** The text of a line's comment without `#`, and its column. */
function commentOf(line: Line): { readonly text: string; readonly start: number } | undefined {
  if (line.comment === undefined) return undefined;
  const raw = line.text.slice(line.comment.start + 1, line.comment.end);
  return { text: raw.trim(), start: line.comment.start + 1 + (raw.length - raw.trimStart().length) };
}

const LINK = /^(.*\S)\s+-> ([a-z0-9-]+)$/;

export function introductionOf({ lines }: Script): Story {
  let title = '';
  const parts: string[][] = [[]];
  const related: Related[] = [];
  for (const [number, line] of lines.entries()) {
    if (line.statement?.kind === 'flow' && title === '') {
      title = line.text.slice(line.statement.title.start + 1, line.statement.title.end - 1);
      continue;
    }
    if (line.statement?.kind === 'task') parts.at(-1)?.push(line.text.slice(...inside(line.statement.text)));
    if (line.statement?.kind === 'task' || line.statement?.kind === 'goal') continue;
    // The introduction ends at the first statement that is played.
    if (line.statement !== undefined || line.comment === undefined) {
      if (title === '' && line.statement === undefined) continue;
      break;
    }
    const comment = commentOf(line);
    if (comment === undefined || comment.text === '') {
      parts.push([]);
      continue;
    }
    const link = LINK.exec(comment.text);
    if (link === null) {
      parts.at(-1)?.push(comment.text);
      continue;
    }
    const [, question = '', id = ''] = link;
    const end = comment.start + comment.text.length;
    related.push({ question, id, line: number, span: { start: end - id.length, end } });
  }
  const [[question = ''] = [], ...summary] = parts;
  return { title, question, summary: summary.flat(), related };
}

/** Where a string is without its quotes. */
function inside({ start, end }: Str): [number, number] {
  return [start + 1, end - 1];
}

function textOf(statement: Line['statement']): Str | undefined {
  return statement?.kind === 'note' || statement?.kind === 'task' ? statement.text : undefined;
}

/** The spans of a line that users read and that are translated: without quotes, `#` and ids of related flows. */
function piecesOf(line: Line): Span[] {
  const pieces: Span[] = [];
  const { statement } = line;
  const said = statement?.kind === 'flow' || statement?.kind === 'section' ? statement.title : textOf(statement);
  if (said !== undefined) {
    const [start, end] = inside(said);
    pieces.push({ start, end });
  }
  const comment = commentOf(line);
  if (comment !== undefined && comment.text !== '') {
    const length = LINK.exec(comment.text)?.[1]?.length ?? comment.text.length;
    pieces.push({ start: comment.start, end: comment.start + length });
  }
  return pieces;
}

/** All texts of a flow that are translated, without duplicates. */
export function textsOf({ lines }: Script): string[] {
  return [...new Set(lines.flatMap((l) => piecesOf(l).map(({ start, end }) => l.text.slice(start, end))))];
}

/** The flow in another language, by the translations of its texts in their order; null for a text without one. */
export function inOtherWords(script: Script, others: readonly (string | null)[]): string {
  const pairs = textsOf(script).flatMap((text, i) => {
    const other = others[i] ?? undefined;
    return other === undefined ? [] : [[text, other] as const];
  });
  return translated(script, Object.fromEntries(pairs));
}

/**
 * The flow in another language: the same lines and segments with translated texts. Texts that the table lacks stay as
 * they are.
 */
export function translated({ lines }: Script, table: Readonly<Record<string, string>>): string {
  return lines
    .map((line) => {
      let { text } = line;
      for (const { start, end } of piecesOf(line).reverse()) {
        const piece = line.text.slice(start, end);
        const other = Object.hasOwn(table, piece) ? table[piece] : undefined;
        text = text.slice(0, start) + (other ?? piece) + text.slice(end);
      }
      return text;
    })
    .join('\n');
}
