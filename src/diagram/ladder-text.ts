/** A diagram as plain text in the style of RFC 9293, figures 6 to 13. */
import { type NumberForm, duration, inForm } from '../trace';
import type { Say } from '../words/words';
import { units, wrap } from './measure';
import type { Begun, Diagram, DiagramIndex, Row } from './model';
import {
  arrivesText,
  begunDetail,
  begunName,
  callText,
  foldText,
  lanesText,
  isTickOnly,
  sharesText,
  stateText,
  unseenText,
  wayText,
} from './terms';

/** The most rows of the text. */
export const MOST_ROWS = 5000;
/** Columns for a state's name. */
const STATE = 13;
/** The least number of columns for the segment between two states. */
const LEAST_MIDDLE = 40;

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - units(text)));
}

/** A segment as in the standard's figures: `<SEQ=x><ACK=y+1><CTL=SYN,ACK>`. */
function segmentText(row: Row, form: NumberForm): string {
  const parts: string[] = [];
  if (row.seq) parts.push(`<SEQ=${inForm(row.seq, form)}>`);
  if (row.ack) parts.push(`<ACK=${inForm(row.ack, form)}>`);
  parts.push(`<CTL=${row.flags.replaceAll(' ', '')}>`);
  if (row.bytes > 0) parts.push(`<DATA=${row.bytes}>`);
  return parts.join('');
}

/** The segment, with notes for facts that the arrow does not show: dropped, not sent, not captured. */
function middleText(row: Row, form: NumberForm, say: Say): string {
  const parts = [segmentText(row, form)];
  if (row.fate === 'dropped' || row.fate === 'not-sent') parts.push(say(`panel/${row.fate}`));
  if (row.supposed) parts.push(say('panel/supposed'));
  if (row.as === '' && row.says.length > 0) parts.push(sharesText(row.says, say, true));
  return parts.join(' ');
}

/** The arrow, dotted if the segment was not captured. */
function dotted(row: Row, arrow: string): string {
  return row.supposed ? arrow.replaceAll('-', '.') : arrow;
}

/** The middle of a line: its text, and the arrows before and after it. */
function middleOf(row: Row, said: string, right: boolean): readonly [string, string, string] {
  const arrow = dotted(row, right ? '-->' : '<--');
  const [out, into] = [arrow, arrow];
  switch (row.fate) {
    case 'arrived':
      return [out, said, into];
    case 'dropped':
      return right ? [out, said, `${arrow}X`] : [`X${arrow}`, said, out];
    case 'not-sent':
      return right ? ['--|', said, ''] : ['', said, '|--'];
    case 'lost':
      return right ? [out, said, '  X'] : ['X', said, out];
    case 'open':
      return right ? [out, said, '--?'] : ['?--', said, out];
    case 'in-flight':
      return right ? [out, said, '...'] : ['...', said, out];
  }
}

/** A message's text, and the arrows before and after it. */
function messageOf(row: Row, begun: Begun, say: Say, right: boolean): readonly [string, string, string] {
  const said = `${begunName(begun, say, true)} · ${begunDetail(begun, say)}`;
  return middleOf({ ...row, fate: begun.whole ? 'arrived' : 'lost' }, said, right);
}

function eventText(row: Row, index: DiagramIndex, say: Say): string {
  const name = index.lanes[row.from]?.name ?? '';
  switch (row.kind) {
    case 'call':
      return `${name} ${callText(row.text, row.count)}`;
    case 'event':
      return `${name} ${row.text}`;
    case 'timer':
      return `${name}: ${say(`panel/timer-${row.text}`)}`;
    case 'wait':
      return say('panel/wait', { duration: row.count === undefined ? row.text : duration(row.count) });
    case 'arrival':
    case 'drop':
      return `${row.flags} ${say('panel/lost')}`;
    case 'fold':
      return row.fold ? foldText(row.fold, say) : '';
    case 'segment':
    case 'note':
    case 'section':
    case 'expect':
    case 'run':
      return row.text;
  }
}

/** Two lifelines with one connection: states on the left and right, segments between them. */
function twoSided({ index, rows }: Diagram, form: NumberForm, say: Say): string[] {
  const shown = rows(0, MOST_ROWS).rows;
  const first = shown[0]?.before ?? [];
  const left = index.heads[0]?.lanes[0] ?? 0;
  const right = index.heads[1]?.lanes[0] ?? 1;
  const states = [first[left] ?? 'CLOSED', first[right] ?? 'CLOSED'] as string[];
  const digits = String(index.steps).length;
  const middle = Math.max(
    LEAST_MIDDLE,
    ...shown.map((row) => units(middleText(row, form, say)) + 2),
    ...shown.flatMap(({ begins }) =>
      begins.map((b) => units(`${begunName(b, say, true)} · ${begunDetail(b, say)}`) + 2),
    ),
  );
  const lines: string[] = [];
  const line = (number: string, before: string, text: string, behind: string): void => {
    const [a, b] = [pad(states[0] ?? '', STATE), states[1] ?? ''];
    lines.push(
      `${number.padStart(digits + 1)}  ${a}${pad(before, 5)}${pad(text, middle)}${pad(behind, 5)}${b}`.trimEnd(),
    );
  };
  const names = index.heads.map((h) => h.name);
  lines.push(`${' '.repeat(digits + 3)}${pad(names[0] ?? '', STATE + 5 + middle + 5)}${names[1] ?? ''}`, '');
  line('', '', '', '');
  for (const [at, row] of shown.entries()) {
    for (const change of row.changes) states[change.end === left ? 0 : 1] = stateText(change);
    // A state that no segment showed before the row may be shown by the row itself.
    const behind = shown[at + 1]?.presumed;
    for (const [side, end] of [left, right].entries()) {
      if (behind?.includes(end) === false) states[side] = (states[side] ?? '').replace('?', '');
    }
    const number = row.step >= 0 ? `${row.step + 1}.` : '';
    if (isTickOnly(row) || (row.as === 'tick' && row.kind === 'drop')) continue;
    if (row.as === 'message') {
      row.begins.forEach((begun, i) => line(i === 0 ? number : '', ...messageOf(row, begun, say, row.from === left)));
    } else if (row.kind === 'segment') {
      line(number, ...middleOf(row, middleText(row, form, say), row.from === left));
    } else if (row.kind === 'arrival') {
      const said = `<CTL=${row.flags.replaceAll(' ', '')}>`;
      const isDropped = row.fate === 'dropped';
      if (row.from === left) line(number, '...', said, isDropped ? '-->X' : '-->');
      else line(number, isDropped ? 'X<--' : '<--', said, '...');
    } else if (row.kind === 'note') {
      wrap(row.text, middle).forEach((said, i) => line(i === 0 ? number : '', '', said, ''));
    } else if (row.kind === 'section') lines.push('', `${' '.repeat(digits + 3)}${row.text}`, '');
    else if (row.kind === 'fold' && row.fold?.why === 'run') {
      row.fold.ways.forEach((way, i) => {
        const arrow = way.from === left ? '==>' : '<==';
        line(i === 0 ? number : '', arrow, wayText(way, say), arrow);
      });
    } else line(number, '', eventText(row, index, say), '');
  }
  return lines;
}

/** More than two ends: each line names sender and receiver, and the end whose state changes. */
function manySided({ index, rows }: Diagram, form: NumberForm, say: Say): string[] {
  const digits = String(index.steps).length;
  const names = index.lanes.map((lane) => lane.name);
  const widest = Math.max(0, ...names.map(units));
  const shown = rows(0, MOST_ROWS).rows.filter((row) => !isTickOnly(row));
  return shown.flatMap((row) => {
    const number = (row.step >= 0 ? `${row.step + 1}.` : '').padStart(digits + 1);
    const [a, b] = [pad(names[row.from] ?? '', widest), pad(names[row.to] ?? '', widest)];
    const states = row.changes.map((c) => `${names[c.end] ?? ''} ${stateText(c)}`).join(', ');
    if (row.as === 'message') {
      return row.begins.map((begun, i) => {
        const arrow = begun.whole ? '-->' : '--X';
        const said = `${begunName(begun, say, true)} · ${begunDetail(begun, say)}`;
        return `${i === 0 ? number : pad('', units(number))}  ${a} ${arrow} ${b}  ${said}`;
      });
    }
    const said = ((): string => {
      switch (row.kind) {
        case 'segment': {
          const arrow = {
            arrived: '-->',
            lost: '--X',
            dropped: '-->X',
            'in-flight': '...',
            'not-sent': '--|',
            open: '--?',
          }[row.fate];
          return `${a} ${dotted(row, arrow)} ${b}  ${middleText(row, form, say)}`;
        }
        case 'arrival':
          return `${a} ... ${b}  ${arrivesText(row, say)}`;
        case 'drop':
        case 'call':
        case 'event':
        case 'timer':
        case 'wait':
        case 'note':
        case 'expect':
        case 'section':
        case 'fold':
        case 'run':
          return eventText(row, index, say);
      }
    })();
    return `${number}  ${states === '' ? said : `${pad(said, 2 * widest + 48)}  ${states}`}`.trimEnd();
  });
}

/** The diagram as text. If rows are omitted, a line at the end gives their number. */
export function ladderText(made: Diagram, form: NumberForm, say: Say): string {
  const { index } = made;
  const simple = index.heads.length === 2 && index.lanes.length === 2;
  const lines = simple ? twoSided(made, form, say) : manySided(made, form, say);
  if (index.title !== '') lines.unshift(index.title, '');
  if (index.rows > MOST_ROWS) lines.push('', say('panel/left-out', { count: index.rows - MOST_ROWS }));
  const streams = index.streams > 0 ? made.rows(0, MOST_ROWS).streams : undefined;
  if (streams !== undefined) lines.push('', say('panel/streams-of'), ...lanesText(index, streams, say));
  const unseen = unseenText(index, say);
  if (unseen !== '') lines.push('', unseen);
  return `${lines.join('\n')}\n`;
}
