/** Comments of frames: headings, notes and findings of a flow, each on the first frame at or behind its line. */
import type { Finding, Trace } from '../../trace';
import type { Args } from '../../script';
import type { Seen } from './seen';

/** The texts of a file in the user's language. */
export interface ExportWords {
  readonly say: (id: string, args?: Args) => string;
  /** The text of a finding. */
  readonly finding: (finding: Finding) => string;
}

/**
 * The comments of each frame, by its index. Notes and findings behind the last frame are on that one. Without any frame there are
 * no comments.
 */
export function commentsOf(
  trace: Trace,
  frames: readonly Seen[],
  words: ExportWords,
): ReadonlyMap<number, readonly string[]> {
  const comments = new Map<number, string[]>();
  const put = (frame: number, text: string): void => {
    const own = comments.get(frame);
    if (own === undefined) comments.set(frame, [text]);
    else own.push(text);
  };
  if (frames.length === 0) return comments;
  let frame = 0;
  let line = 0;
  for (const [at, step] of trace.steps.entries()) {
    while (frame < frames.length - 1 && (frames[frame]?.step ?? 0) < at) frame++;
    for (; line <= step.line; line++) {
      const statement = trace.script.lines[line]?.statement;
      if (statement?.kind === 'section') put(frame, statement.title.text);
    }
    if (step.kind === 'note') put(frame, step.text);
    for (const finding of step.findings) {
      const args = { line: finding.line + 1, text: words.finding(finding), rule: finding.rule };
      put(frame, words.say('capture/export/finding', args));
    }
    const { fate, direction } = frames[frame] ?? {};
    if (frames[frame]?.step !== at) continue;
    if (direction === 'sent' && fate === 'lost') put(frame, words.say('capture/export/lost'));
    else if (fate === 'open') put(frame, words.say('capture/export/open'));
    else if (fate === 'dropped') put(frame, words.say('capture/export/dropped'));
  }
  return comments;
}
