/** Generates long flows for measurements, similar to a capture of a busy connection. */

const MSS = 1460;

/** A side's next sequence number. */
interface Side {
  readonly name: string;
  next: number;
}

/**
 * A flow of exactly `lines` lines, 20 at least: a handshake, then requests answered in several segments, with a lost
 * and retransmitted segment now and then, and a close. All numbers are written out and right, so it has no errors.
 * Nearly every line is a step.
 */
export function generate(lines: number): string {
  const client: Side = { name: 'client', next: 1001 };
  const server: Side = { name: 'server', next: 5001 };
  const text = [
    'flow "A long connection"',
    'host client 10.0.0.1:49152 isn=1000 mss=1460 window=64240',
    'host server 10.0.0.2:80 isn=5000 mss=1460 window=64240',
    'server listen',
    'client -> server SYN seq=1000 win=64240 <mss 1460>',
    'server -> client SYN,ACK seq=5000 ack=1001 win=64240 <mss 1460>',
    'client -> server ACK seq=1001 ack=5001 win=64240',
  ];
  const segment = (from: Side, to: Side, flags: string, len: number, arrow = '->'): void => {
    const length = len > 0 ? ` len=${len}` : '';
    text.push(`${from.name} ${arrow} ${to.name} ${flags} seq=${from.next} ack=${to.next} win=64240${length}`);
    if (arrow === '->') from.next += len;
  };
  const ending = [
    () => segment(client, server, 'FIN,ACK', 0),
    () => {
      client.next++;
      segment(server, client, 'ACK', 0);
    },
    () => segment(server, client, 'FIN,ACK', 0),
    () => {
      server.next++;
      segment(client, server, 'ACK', 0);
    },
    () => text.push('expect client TIME-WAIT, server CLOSED'),
  ];
  // Each round leaves nothing unacknowledged, so that the flow may end after any of them.
  for (let round = 0; text.length < lines - ending.length; round++) {
    const room = lines - ending.length - text.length;
    if (room < 4) text.push(`# ${room} to go`);
    else if (round % 10 === 9) {
      // The segment is lost and retransmitted after a timeout.
      segment(server, client, 'ACK', MSS, '-x');
      segment(server, client, 'ACK', MSS);
      segment(client, server, 'ACK', 0);
    } else if (round % 2 === 0) {
      segment(client, server, 'PSH,ACK', 200 + (round % 7));
      segment(server, client, 'ACK', 0);
    } else {
      segment(server, client, 'ACK', MSS);
      segment(server, client, 'PSH,ACK', 700 + (round % 13));
      segment(client, server, 'ACK', 0);
    }
  }
  for (const line of ending) line();
  return text.join('\n');
}

/** Kinds of edits while typing; each changes one character or inserts one line. */
export type EditKind = 'comment' | 'ack' | 'window' | 'length' | 'new line';
export const EDIT_KINDS: readonly EditKind[] = ['comment', 'ack', 'window', 'length', 'new line'];

/** The text with an edit in the first suitable line at or after `line` (from 0). */
export function edited(text: string, line: number, kind: EditKind): string {
  const lines = text.split('\n');
  const at = lines.findIndex(
    (l, i) => i >= line && (kind === 'length' ? / len=\d/ : / ack=\d.* win=/).test(l) && !/SYN|FIN|-x/.test(l),
  );
  const old = lines[at] ?? '';
  switch (kind) {
    case 'comment':
      lines[at] = `${old}#`;
      break;
    case 'ack':
      lines[at] = old.replace(
        / ack=(\d+)(\d)/,
        (_, head: string, last: string) => ` ack=${head}${(Number(last) + 1) % 10}`,
      );
      break;
    case 'window':
      lines[at] = old.replace('win=64240', 'win=64230');
      break;
    case 'length':
      lines[at] = old.replace(/ len=\d/, ' len=0');
      break;
    case 'new line':
      lines.splice(at, 0, '');
      break;
  }
  return lines.join('\n');
}
