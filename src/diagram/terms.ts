/** Texts of rows that several output formats share. */
import { type NumberForm, duration, inForm } from '../trace';
import type { Say } from '../words/words';
import { visible } from '../script';
import type { Lock } from '../tell';
import type { Begun, Change, DiagramIndex, Fold, Row, Share, Stall, StreamLane, StreamWindow, Way } from './model';

/** The numbers of a segment: `seq=x+1 ack=y+1`. */
export function numbersText(row: Row, form: NumberForm): string {
  const parts: string[] = [];
  if (row.seq) parts.push(`seq=${inForm(row.seq, form)}`);
  if (row.ack) parts.push(`ack=${inForm(row.ack, form)}`);
  return parts.join(' ');
}

/** A note about the hosts and connections that the diagram leaves out; empty if there are none. */
export function unseenText({ unseen, heads, lanes }: DiagramIndex, say: Say): string {
  const { hosts, connections } = unseen;
  if (hosts === 0 && connections === 0) return '';
  return say('panel/unseen', {
    hosts: heads.length,
    allHosts: heads.length + hosts,
    connections: lanes.length / 2,
    allConnections: lanes.length / 2 + connections,
  });
}

/** A user call: `send(500)`, `close()`. */
export function callText(call: string, count?: number): string {
  return `${call}(${count === undefined ? '' : count})`;
}

/** A state beside a lifeline, with `?` if no segment shows it yet. */
export function stateText({ to, presumed }: Pick<Change, 'to' | 'presumed'>): string {
  return presumed ? `${to}?` : to;
}

/** A state in words for screen readers, with a note if no segment shows the state yet. */
export function stateSaid({ to, presumed }: Change, say: Say): string {
  return presumed ? say('panel/presumed', { state: to }) : to;
}

/** The text beside a lifeline that an ICMP error reaches. */
export function icmpText(error: string, mtu: number | undefined): string {
  return mtu === undefined ? `icmp ${error}` : `icmp ${error} mtu=${mtu}`;
}

/**
 * The text under an arrow, without the violated rules: payload, options, retransmission.
 *
 * @param locks true to state in words which messages are encrypted, for output without drawn locks
 * @param named the most messages that are named; the others are counted
 */
export function secondText(row: Row, index: DiagramIndex, say: Say, locks = false, named = Infinity): string {
  const parts: string[] = [];
  if (row.supposed && row.kind === 'segment') parts.push(say('panel/supposed'));
  if (row.bytes > 0) {
    const bytes = row.bytes === 1 ? say('panel/byte') : say('panel/bytes', { count: row.bytes });
    if (row.says.length > 0) parts.push(sharesText(row.says, say, locks, named));
    // If many messages become complete, there is no room for the bytes too.
    if (!tellsItsBytes(row) && row.hears.length <= named)
      parts.push(row.excerpt === '' || row.says.length > 0 ? bytes : `“${row.excerpt}” ${bytes}`);
  }
  const whole = wholeText(row, say, locks, named);
  if (whole !== '') parts.push(whole);
  const later = Math.max(-1, ...row.says.map(({ opens }) => opens));
  if (later >= 0) parts.push(say('message/opens-later', { step: later + 1 }));
  if (row.repeats > 0) parts.push(say('panel/again', { step: row.repeats }));
  if (row.altered > 0) parts.push(say('panel/altered', { octet: row.altered }));
  if (row.because === 'duplicates') parts.push(say('diagram/fast-retransmit'));
  if (row.spoofed >= 0) parts.push(say('panel/forged', { host: index.lanes[row.spoofed]?.name ?? '' }));
  if (row.options !== '') parts.push(row.options);
  return parts.join(' · ');
}

/** True if the payload is one readable part of a message, whose octet range already gives the number of bytes. */
function tellsItsBytes({ says, bytes }: Row): boolean {
  const [share] = says;
  if (share === undefined || says.length > 1 || share.read !== 'yes') return false;
  return share.to - share.from === bytes && !(share.from === 0 && share.to === share.size);
}

/**
 * The messages that a segment carries: `GET /a + GET /b`; for a part of a message, with its octets: `200 OK 1–1460 /
 * 5041`.
 */
export function sharesText(shares: readonly Share[], say: Say, locks = false, named = Infinity): string {
  const texts = shares
    .map((share) => (locks ? locked(share.lock, shareText(share, say), say) : shareText(share, say)))
    .filter((text, i, all) => text !== all[i - 1]);
  if (texts.length <= named) return texts.join(' + ');
  return say('message/others', { names: texts.slice(0, named).join(' + '), rest: texts.length - named });
}

/** A message's name with its lock in words: `sealed: Application Data`. */
function locked(lock: Lock, text: string, say: Say): string {
  return lock === '' ? text : say(`message/lock-${lock}`, { text });
}

function shareText({ name, from, to, size, read }: Share, say: Say): string {
  if (read !== 'yes') return say(`message/${read}`);
  const named = name === '' ? say('message/unnamed') : visible(name);
  return from === 0 && to === size ? named : `${named} ${from + 1}–${to} / ${size ?? '…'}`;
}

/** The names of the messages that a row completes; only their number if there are more than `named`. */
export function wholeText({ hears }: Row, say: Say, locks = false, named = Infinity): string {
  if (hears.length === 0) return '';
  if (named < hears.length) return say('message/count-whole-now', { count: hears.length });
  const names = hears.map(({ name, lock }) => (locks ? locked(lock, visible(name), say) : visible(name)));
  return say('message/whole-now', { names: names.join(', ') });
}

/** The name of a message that begins, or a note if the chosen observer can never read the message. */
export function begunName({ name, whole, lock }: Begun, say: Say, locks = false): string {
  if (name === '') return say(whole ? 'message/unnamed' : 'message/never');
  return locks ? locked(lock, visible(name), say) : visible(name);
}

/** The length of a message: `5041 bytes`; empty if it is unknown. */
export function sizeText({ size }: Pick<Begun, 'size'>, say: Say): string {
  if (size === undefined) return '';
  return size === 1 ? say('panel/byte') : say('panel/bytes', { count: size });
}

/** The length and segments of a message: `5041 bytes in 4 segments · 1 again · not whole`. */
export function begunDetail({ size, segments, again, whole }: Begun, say: Say): string {
  const parts: string[] = [];
  const bytes = sizeText({ size }, say);
  if (segments === 1) parts.push(bytes);
  else parts.push(bytes === '' ? say('message/segments', { segments }) : say('message/in', { bytes, segments }));
  if (again > 0) parts.push(say('message/again', { count: again }));
  if (!whole) parts.push(say('message/not-whole'));
  return parts.filter((part) => part !== '').join(' · ');
}

/** The text of a segment drawn as a tick: the octets of a message that it carries, or its flags. */
export function tickText(row: Row, say: Say): string {
  if (row.kind === 'arrival') return arrivesText(row, say);
  if (row.says.length > 0) return row.says.map(({ from, to }) => `${from + 1}–${to}`).join(' + ');
  const bytes = row.bytes === 0 ? '' : row.bytes === 1 ? say('panel/byte') : say('panel/bytes', { count: row.bytes });
  return bytes === '' ? flagsText(row, say) : `${flagsText(row, say)} · ${bytes}`;
}

/**
 * True for a segment drawn only as a tick on a message's arrow: it carries a part of a message or is a pure ACK, and
 * changes no state.
 */
export function isTickOnly({ as, kind, says, flags, bytes, changes }: Row): boolean {
  return (
    as === 'tick' && kind === 'segment' && changes.length === 0 && (says.length > 0 || (flags === 'ACK' && bytes === 0))
  );
}

/** The label of a segment's row. */
function segmentLabel(row: Row, form: NumberForm, say: Say): string {
  if (row.as === 'tick') return tickText(row, say);
  if (row.as === 'message') return row.begins.map((b) => `${begunName(b, say)} ${begunDetail(b, say)}`).join(' + ');
  return `${flagsText(row, say)} ${numbersText(row, form)}`.trim();
}

/** A number with thousands separators: `70,080`. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function counted(say: Say, id: string, count: number): string {
  return say(count === 1 ? `${id}-one` : id, { count: grouped(count) });
}

/** The segments of a fold in one direction: `36 × 1460 B`, `3,508 segments · 5,000,000 B`, `24 × ACK`. */
export function wayText({ data, bytes, each, alike, acks, others }: Way, say: Say): string {
  const parts: string[] = [];
  const octets = (count: number): string => say('diagram/octets', { count: grouped(count) });
  const isEven = data > 0 && data - alike <= 1;
  if (isEven && bytes > 0) {
    const rest = bytes - each * alike;
    const size = `${each}${rest > 0 ? ` + ${rest}` : ''}`;
    parts.push(`${grouped(alike)} × ${say('diagram/octets', { count: size })}`);
  } else if (data > 0) {
    parts.push(counted(say, 'diagram/data-segments', data));
  }
  if (acks > 0) parts.push(`${grouped(acks)} × ACK`);
  if (others > 0) parts.push(counted(say, 'diagram/others', others));
  const said = parts.join(', ');
  return bytes > 0 && !isEven ? `${said} · ${octets(bytes)}` : said;
}

/** The content of a fold in one line. */
export function foldText({ why, steps, ways }: Fold, say: Say): string {
  if (why === 'run') return ways.map((way) => wayText(way, say)).join(' · ');
  return counted(say, why === 'filter' ? 'diagram/hidden' : 'diagram/folded', steps);
}

/** An arrival, `ACK arrives`, and its fate. */
export function arrivesText({ flags, text, fate }: Row, say: Say): string {
  return say(fate === 'dropped' ? 'panel/arrives-dropped' : 'panel/arrives', { label: flags || text });
}

/** The wait until the 2MSL timer expires; less than 2MSL if a part of it has passed before. */
export function waited(micros: number, say: Say): string {
  return say('panel/wait', { duration: duration(micros) });
}

/** The duration of a wait. If it is given in MSL, the profile's value is added. */
export function waitText({ text, count }: Row, say: Say): string {
  const took = count !== undefined && count > 0 ? duration(count) : '';
  const said = took === '' ? text : /msl/i.test(text) ? `${text} = ${took}` : took;
  return say('panel/wait', { duration: said });
}

/** The flags of a segment, or a text for none. */
export function flagsText(row: Row, say: Say): string {
  return row.flags === '' ? say('panel/no-flags') : row.flags;
}

/** The accessible name of a row in one sentence: the label as drawn, then everything drawn around it. */
export function rowName(row: Row, index: DiagramIndex, form: NumberForm, say: Say): string {
  const step = row.step + 1;
  const from = index.lanes[row.from]?.name ?? '';
  const to = index.lanes[row.to]?.name ?? '';
  const said = ((): string => {
    switch (row.kind) {
      case 'segment': {
        const label = segmentLabel(row, form, say);
        if (row.fate === 'not-sent') return say('panel/row-not-sent', { step, from, to, label });
        return say('panel/row-segment', { step, from, to, label, fate: say(`panel/${row.fate}`) });
      }
      case 'arrival':
        return say(row.fate === 'dropped' ? 'panel/row-arrival-dropped' : 'panel/row-arrival', {
          ...{ step, from, to },
          label: row.flags || row.text,
        });
      case 'drop':
        return say('panel/row-drop', { step, from, to, label: row.flags });
      case 'call':
        return say('panel/row-other', { step, text: `${from} ${callText(row.text, row.count)}` });
      case 'event':
        return say('panel/row-other', { step, text: `${from} ${row.text}` });
      case 'timer':
        return say('panel/row-other', {
          step,
          text: `${from}: ${row.count === undefined ? '' : `${waited(row.count, say)}, `}${say(`panel/timer-${row.text}`)}`,
        });
      case 'wait':
        return say('panel/row-other', { step, text: waitText(row, say) });
      case 'note':
        return say('panel/row-note', { step, text: row.text });
      case 'expect':
        return say('panel/row-other', { step, text: row.text });
      case 'section':
        return say(row.closed ? 'diagram/row-closed' : 'panel/row-section', { text: row.text });
      case 'run':
        return row.text;
      case 'fold':
        return row.fold
          ? say('diagram/row-fold', { step, last: step + row.fold.steps - 1, text: foldText(row.fold, say) })
          : '';
    }
  })();
  const second = row.kind === 'fold' ? '' : secondText(row, index, say, true);
  const calls = row.calls.map((c) => `${index.lanes[c.end]?.name ?? ''} ${callText(c.call)}`);
  const states = row.changes.map((c) => `${index.lanes[c.end]?.name ?? ''} ${stateSaid(c, say)}`);
  const findings = row.findings.map((f) => `${say(`panel/level-${f.level}`)}: ${f.rule}`);
  const ghost = row.ghost === undefined ? [] : [say('panel/ghost', { label: row.ghost.flags })];
  const held = row.held.map(({ text }) => say('panel/holds', { text }));
  return [said, second, ...calls, ...states, ...findings, ...ghost, ...held].filter((part) => part !== '').join('; ');
}

/** A step's number, from 1, by its row. */
function numberOf({ stepOfRow }: DiagramIndex, row: number): number {
  return Math.max(0, stepOfRow[row] ?? 0) + 1;
}

/** An HTTP/2 stream in words: its number, its request, and the steps between which it is open. */
export function laneText(index: DiagramIndex, { stream, name, start, end, how }: StreamLane, say: Say): string {
  const [from, to] = [numberOf(index, start), numberOf(index, end)];
  return say(`panel/stream-${how}`, { stream, name: name === '' ? '?' : visible(name), from, to });
}

/** All stream lanes in words, and the stalls. */
export function lanesText(index: DiagramIndex, { lanes, folded, stalls }: StreamWindow, say: Say): string[] {
  const of = ({ start, end }: Stall): { from: number; to: number } => ({
    from: numberOf(index, start),
    to: numberOf(index, end),
  });
  return [
    ...lanes.map((lane) => laneText(index, lane, say)),
    ...folded.map((one) => say('panel/streams-more', { count: one.streams, ...of(one) })),
    ...stalls.map((stall) => say('panel/stall-of', of(stall))),
  ];
}
