import { toHex } from '../../wire';
import type { Event } from '../explain';

/** The handshake's octets of the client that are looked through: two hellos, and the key exchange behind them. */
const MOST = 32_768;
const MOST_LINES = 64;
/** A line of a key log: label, client random or the beginning of the sealed secret, secret (draft-ietf-tls-keylogfile §2). */
const LINE = /^([A-Z][A-Z0-9_]{1,60}) ([0-9a-f]{16}|[0-9a-f]{64}) ([0-9a-f]{2,512})$/i;

/** The lines of a key log that are about this connection: those that name octets which its client has sent. */
export function keysOf(events: readonly Event[], text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  const sent = beginningOf(events);
  if (sent === '') return [];
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const [all = '', , id = ''] = LINE.exec(line.trim()) ?? [];
    if (id !== '' && lines.length < MOST_LINES && !lines.includes(all) && sent.includes(id.toLowerCase()))
      lines.push(all);
  }
  return lines;
}

function beginningOf(events: readonly Event[]): string {
  let text = '';
  for (const { kind, passage } of events) {
    const { data } = passage.segment;
    if (kind !== 'send' || passage.from !== 0 || data === undefined) continue;
    text += toHex(data);
    if (text.length > 2 * MOST) break;
  }
  return text;
}
