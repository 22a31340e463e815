import * as vscode from 'vscode';
import type { Script, Span } from '../script';
import { LANGUAGE, type Flows } from './flows';
import { targetsIn } from './target';

/** Nested spans around a column: word, clause, statement. */
function spansAround(script: Script, line: number, column: number): Span[] {
  const read = script.lines[line];
  if (read?.statement === undefined) return [];
  const { statement } = read;
  const inside = targetsIn(statement).filter((t) => t.start <= column && column <= t.end);
  const spans = [...inside, statement]
    .filter(({ start, end }) => start <= column && column <= end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  return spans.filter((s, i) => {
    const before = spans[i - 1];
    return (
      before === undefined ||
      (s.start <= before.start && s.end >= before.end && s.end - s.start > before.end - before.start)
    );
  });
}

/** The first and last line of the section that contains a line. */
function sectionAround(script: Script, line: number): readonly [number, number] | undefined {
  const isSection = (i: number): boolean => script.lines[i]?.statement?.kind === 'section';
  let first = line;
  while (first >= 0 && !isSection(first)) first--;
  if (first < 0) return undefined;
  let last = line + 1;
  while (last < script.lines.length && !isSection(last)) last++;
  return [first, last - 1];
}

/** Registers "expand selection": word, clause, statement, line, section, flow. */
export function registerSelection(flows: Flows): vscode.Disposable {
  return vscode.languages.registerSelectionRangeProvider(LANGUAGE, {
    provideSelectionRanges(document, positions) {
      const script = flows.script(document);
      return positions.map(({ line, character }) => {
        const ranges: vscode.Range[] = [new vscode.Range(0, 0, document.lineCount, 0)];
        const section = script && sectionAround(script, line);
        if (section !== undefined)
          ranges.push(new vscode.Range(section[0], 0, section[1], document.lineAt(section[1]).range.end.character));
        ranges.push(document.lineAt(line).range);
        for (const { start, end } of script === undefined ? [] : spansAround(script, line, character).reverse())
          ranges.push(new vscode.Range(line, start, line, end));
        let chain: vscode.SelectionRange | undefined;
        for (const range of ranges) {
          if (chain === undefined || (chain.range.contains(range) && !chain.range.isEqual(range)))
            chain = new vscode.SelectionRange(range, chain);
        }
        return chain as vscode.SelectionRange;
      });
    },
  });
}
