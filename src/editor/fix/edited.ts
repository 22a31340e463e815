import type { Edit } from '../../trace';
import { type Line, type Script, parseLine } from '../../script';

/** A script after edits. Unchanged lines are the same objects, so that the check of the lines before can be reused. */
export function edited(script: Script, edits: readonly Edit[]): Script {
  const byLine = new Map<number, Edit[]>();
  for (const edit of edits) {
    const own = byLine.get(edit.line);
    if (own === undefined) byLine.set(edit.line, [edit]);
    else own.push(edit);
  }
  const lines: Line[] = [];
  script.lines.forEach((line, i) => {
    const own = byLine.get(i);
    if (own === undefined) lines.push(line);
    else lines.push(...replaced(line.text, own).split('\n').map(parseLine));
  });
  return { lines };
}

function replaced(text: string, edits: readonly Edit[]): string {
  let out = text;
  for (const e of [...edits].sort((a, b) => b.start - a.start)) {
    out = out.slice(0, e.start) + e.newText + out.slice(e.end);
  }
  return out;
}
