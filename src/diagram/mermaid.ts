/** A diagram as a Mermaid sequence diagram, for Markdown. */
import { type NumberForm, duration } from '../trace';
import { visible } from '../script';
import type { Say } from '../words/words';
import type { Diagram, DiagramIndex, Row } from './model';
import {
  arrivesText,
  begunDetail,
  begunName,
  callText,
  foldText,
  isTickOnly,
  numbersText,
  secondText,
  stateSaid,
  unseenText,
  wayText,
  wholeText,
} from './terms';

/** The most rows; Mermaid refuses larger diagrams by default. */
export const MOST_ROWS = 450;

/**
 * Text as a Mermaid message. Mermaid's own syntax is written as entities: `;` (end of statement), `#` (entity),
 * `%%{…}%%` (directive), `<…>` (HTML), `$$` (formula), `@{…}` (metadata), `wrap:` at the beginning, and lines such as
 * `style x:#…;`.
 */
function escape(text: string): string {
  const entity = (sign: string): string => `#${sign.charCodeAt(0)};`;
  return visible(text)
    .replace(/[;#<>%{}$@]/g, entity)
    .replace(/^\s*(?:no)?wrap:/i, (word) => word.replace(':', entity))
    .replace(/style|classDef/g, (word) => entity(word) + word.slice(1))
    .replace(/\s+/g, ' ')
    .trim();
}

function host(index: DiagramIndex, end: number): string {
  return `h${index.lanes[end]?.host ?? 0}`;
}

/** The participants of a note: the hosts given, or all. */
function over(index: DiagramIndex, hosts: readonly number[]): string {
  const places = hosts.length > 0 ? hosts : [0, ...index.heads.keys()];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  return first === last ? `h${first}` : `h${first},h${last}`;
}

function rowLines(index: DiagramIndex, row: Row, form: NumberForm, say: Say): string[] {
  const [a, b] = [host(index, row.from), host(index, row.to)];
  const all = over(index, []);
  const note = (where: string, said: string): string => `Note over ${where}: ${escape(said)}`;
  switch (row.kind) {
    case 'segment': {
      if (isTickOnly(row)) return [];
      if (row.as === 'message') {
        const said = row.begins.map((b) => escape(`${begunName(b, say, true)} · ${begunDetail(b, say)}`));
        return row.begins.map(({ whole }, i) => `${a}${whole ? '->>' : '-x'}${b}: ${said[i] ?? ''}`);
      }
      const calls = row.calls.map(({ end, call }) => note(host(index, end), callText(call)));
      const flags = row.flags === '' ? say('panel/no-flags') : row.flags;
      const more = secondText(row, index, say, true);
      const fate = row.fate === 'arrived' ? '' : say(`panel/${row.fate}`);
      const said = [`${flags} ${numbersText(row, form)}`, more, fate].filter((t) => t !== '').join(' · ');
      if (row.fate === 'not-sent') return [...calls, note(a, said)];
      const solid = { arrived: '->>', lost: '-x', dropped: '-x', 'in-flight': '-)', open: '-)' }[row.fate];
      // Mermaid writes a dotted line with one more dash.
      return [...calls, `${a}${row.supposed ? '-' : ''}${solid}${b}: ${escape(said)}`];
    }
    case 'arrival': {
      const whole = wholeText(row, say, true);
      if (row.as === 'tick') return whole === '' ? [] : [note(b, whole)];
      return [note(b, whole === '' ? arrivesText(row, say) : `${arrivesText(row, say)} · ${whole}`)];
    }
    case 'drop':
      if (row.as === 'tick') return [];
      return [
        note(
          over(index, [index.lanes[row.from]?.host ?? 0, index.lanes[row.to]?.host ?? 0]),
          `${row.flags} ${say('panel/lost')}`,
        ),
      ];
    case 'call':
      return [note(a, callText(row.text, row.count))];
    case 'event':
      return [note(a, row.text)];
    case 'timer':
      return [note(a, say(`panel/timer-${row.text}`))];
    case 'wait':
      return [note(all, say('panel/wait', { duration: row.count === undefined ? row.text : duration(row.count) }))];
    case 'note':
      return [note(over(index, row.over), row.text)];
    case 'expect':
    case 'section':
    case 'run':
      return [note(all, row.text)];
    case 'fold':
      return row.fold?.why === 'run'
        ? row.fold.ways.map((way) => `${host(index, way.from)}->>${host(index, way.to)}: ${escape(wayText(way, say))}`)
        : [note(all, row.fold ? foldText(row.fold, say) : '')];
  }
}

/** The diagram as Mermaid text. If rows are omitted, a note at the end gives their number. */
export function mermaid({ index, rows }: Diagram, form: NumberForm, say: Say, most = MOST_ROWS): string {
  const lines = ['sequenceDiagram'];
  if (index.title !== '') lines.push(`title ${escape(index.title)}`);
  index.heads.forEach((head, i) => {
    const [lane] = head.lanes;
    const port = head.lanes.length === 1 && lane !== undefined ? `:${index.lanes[lane]?.port ?? ''}` : '';
    lines.push(`participant h${i} as ${escape(head.name)}<br/>${escape(head.address)}${port}`);
  });
  // Mermaid's notes need a participant.
  if (index.heads.length === 0) lines.push(`participant h0 as ${escape(say('panel/untitled'))}`);
  const shown = Math.min(index.rows, most);
  for (const row of rows(0, shown).rows) {
    lines.push(...rowLines(index, row, form, say));
    for (const change of row.changes) {
      const side = index.lanes[change.end]?.host === 0 ? 'left' : 'right';
      lines.push(`Note ${side} of ${host(index, change.end)}: ${stateSaid(change, say)}`);
    }
  }
  if (shown < index.rows) {
    lines.push(`Note over ${over(index, [])}: ${escape(say('panel/left-out', { count: index.rows - shown }))}`);
  }
  const unseen = unseenText(index, say);
  if (unseen !== '') lines.push(`Note over ${over(index, [])}: ${escape(unseen)}`);
  return `${lines.map((line, i) => (i === 0 ? line : `  ${line}`)).join('\n')}\n`;
}
