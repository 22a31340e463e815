/** `tcp-flow connections`: the TCP connections of capture files. */
import { type Capture, type Connection, type Outcome, notesOf, socketText } from '../capture';
import { units } from '../diagram';
import { visible, visibleJson } from '../script';
import type { ConnectionsRequest } from './requests';
import { captureOf } from './captures';
import { CANNOT_RUN, CLEAN } from './exit';
import { JSON_FILES, type Layout, writeReports } from './reports';
import type { Session } from './session';
import type { Tell } from './words';

/** A format of reports. */
interface Writer extends Layout {
  report(file: string, read: Explained, tell: Tell): Iterable<string>;
}

/** A capture, and what comes of its connections by their numbers, where that is asked for. */
interface Explained {
  readonly capture: Capture;
  readonly outcomes: ReadonlyMap<number, Outcome> | undefined;
}

const WRITERS: Readonly<Record<ConnectionsRequest['format'], Writer>> = {
  text: { before: '', between: '\n', after: '', report: textOf },
  json: { ...JSON_FILES, report: jsonOf },
};

export async function runConnections(request: ConnectionsRequest, session: Session): Promise<number> {
  const { files, format, verdicts } = request;
  const writer = WRITERS[format];
  let code = CLEAN;
  async function* reports(): AsyncIterable<Iterable<string>> {
    for (const file of files) {
      const read = await captureOf(file, session);
      if (read?.isWhole !== true) code = CANNOT_RUN;
      // Of a file that was read in part, what was read is listed.
      if (read === undefined) continue;
      const { capture } = read;
      yield writer.report(
        file,
        { capture, outcomes: verdicts ? await (await import('./commands')).outcomesIn(read) : undefined },
        session.tell,
      );
    }
  }
  await writeReports(session.out, writer, reports());
  return code;
}

/** The latest time that a date can have, seconds since 1970 (ECMA-262 §21.4.1.1). */
const LATEST = 8.64e12;

/** The time of the first frame as RFC 3339 writes it, in UTC with nanoseconds; undefined if it has none, or no date. */
function beganOf({ began }: Capture): string | undefined {
  if (began === undefined || Math.abs(began.seconds) > LATEST) return undefined;
  const date = new Date(began.seconds * 1000).toISOString();
  return date.replace(/\.\d+Z$/, `.${String(began.nanoseconds).padStart(9, '0')}Z`);
}

const MICROS = 1e6;

function* jsonOf(file: string, { capture, outcomes }: Explained, tell: Tell): Iterable<string> {
  const { counts, connections, problem } = capture;
  const { frames, packets, fragments, cut, unknownLinks, dropped } = counts;
  const began = beganOf(capture);
  yield `{"file":${visibleJson(file)},"frames":${frames},"packets":${packets},"fragments":${fragments},"cut":${cut},`;
  yield `"unknownLinks":${unknownLinks},"dropped":${dropped},`;
  if (began !== undefined) yield `"began":${visibleJson(began)},`;
  if (problem !== undefined) {
    yield `"problem":${visibleJson({ id: problem.id, message: tell.say(problem.id, problem.args) })},`;
  }
  yield '"connections":[';
  let separator = '\n';
  for (const c of connections) {
    yield `${separator}${visibleJson({
      id: c.id,
      client: socketText(c.client),
      server: socketText(c.server),
      packets: c.packets,
      octets: c.octets,
      start: c.first / MICROS,
      duration: (c.last - c.first) / MICROS,
      opened: c.opened,
      ended: c.ended,
      through: c.through,
      cut: c.cut,
      ...outcomes?.get(c.id),
    })}`;
    separator = ',\n';
  }
  yield ']}';
}

interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly of: (connection: Connection, tell: Tell, outcome: Outcome | undefined) => string | undefined;
}

/** Of a connection that has no outcome. */
const NOTHING = '-';

/** The segments that were lost, or discarded by their receiver; those of which it can't be told in brackets. */
function lostText({ lost, dropped, undecided }: Outcome): string {
  return undecided === 0 ? String(lost + dropped) : `${lost + dropped} (?${undecided})`;
}

function verdictText({ verdict, illegal, open }: Outcome, say: Tell['say']): string {
  const count = verdict === 'illegal' ? illegal : open;
  const text = say(`capture/verdict/${verdict}`);
  return count === 0 ? text : `${text} (${count})`;
}

const seconds = (micros: number): string => (micros / MICROS).toFixed(6);

const COLUMNS: readonly Column[] = [
  { name: 'id', isNumber: true, of: (c) => String(c.id) },
  { name: 'client', of: (c) => socketText(c.client) },
  { name: 'server', of: (c) => socketText(c.server) },
  { name: 'packets', isNumber: true, of: (c) => String(c.packets) },
  { name: 'sent', isNumber: true, of: (c) => String(c.octets[0]) },
  { name: 'received', isNumber: true, of: (c) => String(c.octets[1]) },
  { name: 'start', isNumber: true, of: (c) => seconds(c.first) },
  { name: 'duration', isNumber: true, of: (c) => seconds(c.last - c.first) },
  { name: 'opened', of: (c, { say }) => say(`capture/opened/${c.opened}`) },
  { name: 'ended', of: (c, { say }) => say(`capture/ended/${c.ended}`) },
  { name: 'lost', isNumber: true, of: (_, tell, outcome) => outcome && lostText(outcome) },
  { name: 'verdict', of: (_, { say }, outcome) => outcome && verdictText(outcome, say) },
  { name: 'through', of: (c) => c.through.join(',') },
];
/** Columns of {@link COLUMNS} that connections have only once they are explained. */
const EXPLAINED = ['lost', 'verdict'];

function* textOf(file: string, { capture, outcomes }: Explained, tell: Tell): Iterable<string> {
  const { connections, counts } = capture;
  const { packets, frames } = counts;
  const args = { file: visible(file), connections: connections.length, packets, frames };
  const summary = tell('connections/summary', args);
  const time = beganOf(capture);
  yield `${time === undefined ? summary : tell('connections/began', { summary, time })}\n`;
  for (const { id, args: values } of notesOf(counts)) yield `  ${tell.say(id, values)}\n`;
  if (connections.length === 0) return;
  const columns = COLUMNS.filter(
    ({ name }) =>
      (name !== 'through' || connections.some((c) => c.through.length > 0)) &&
      (outcomes !== undefined || !EXPLAINED.includes(name)),
  );
  const cell = (column: Column, connection: Connection): string =>
    column.of(connection, tell, outcomes?.get(connection.id)) ?? NOTHING;
  const heads = columns.map(({ name }) => tell(`connections/head/${name}`));
  const widths = heads.map(units);
  for (const connection of connections) {
    for (const [i, column] of columns.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, units(cell(column, connection)));
    }
  }
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, i) => {
      const room = ' '.repeat((widths[i] ?? 0) - units(cell));
      return columns[i]?.isNumber === true ? room + cell : cell + room;
    });
    return `  ${padded.join('  ').trimEnd()}\n`;
  };
  yield line(heads);
  for (const connection of connections) yield line(columns.map((column) => cell(column, connection)));
}
