import {
  ACK,
  type Block,
  type Options,
  RST,
  SYN,
  type Seq,
  add,
  dataStart,
  ge,
  gt,
  has,
  isPureAck,
  le,
  lt,
} from '../../wire';
import { withinWindow } from '../kept';
import { mayReportSack, usesTimestamps } from '../tcb';
import { BELOW, SACK, SND_NXT, STAMP } from '../unknown';
import { goesBack } from '../timestamps';
import { blocksToReport, contains, covers, insert, mostBlocks } from '../sack';
import { OPTIONS, headerBytes, sum, type Breach, type Case, type Rule } from './rule';
import { mayLackAck } from './sequence';

const isSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST);
/**
 * True for a SYN,ACK that must not offer more than the peer's SYN: this side is a passive opener, or its own SYN did
 * not offer it either.
 */
const answers = (c: Case): boolean =>
  isSyn(c) &&
  has(c.seg, ACK) &&
  (c.x.opening.origin === 'passive' || c.x.opening.ownSyn?.ts === undefined) &&
  c.x.opening.peerSyn !== undefined;
const options = (c: Case, change: Partial<Options>): Breach => ({
  right: { options: { ...c.seg.options, ...change } },
});
const drop = (c: Case, key: keyof Options): Breach => {
  const rest: { -readonly [K in keyof Options]: Options[K] } = { ...c.seg.options };
  delete rest[key];
  return { right: { options: rest } };
};
const due = (c: Case) => ({ val: c.x.ts.latest ?? c.seg.seq, ecr: c.x.ts.recent ?? add(c.seg.seq, -c.seg.seq) });

/** Rules about timestamps (RFC 7323 §3 to §5). */
export const timestampRules: readonly Rule[] = [
  {
    id: 'tcp/opt-ts-unsolicited',
    level: 'error',
    source: 'RFC 7323 §3.2',
    aspect: 'options',
    on: SYN,
    check: (c) =>
      answers(c) && c.seg.options.ts !== undefined && c.x.opening.peerSyn?.ts === undefined ? drop(c, 'ts') : undefined,
  },
  {
    id: 'tcp/opt-ts-missing',
    level: 'error',
    source: 'RFC 7323 §3.2',
    aspect: 'options',
    check: (c) =>
      usesTimestamps(c.x) && c.seg.options.ts === undefined && !has(c.seg, RST) && !has(c.seg, SYN)
        ? options(c, { ts: due(c) })
        : undefined,
  },
  {
    id: 'tcp/opt-ts-not-negotiated',
    level: 'warning',
    source: 'RFC 7323 §3.2',
    aspect: 'options',
    on: OPTIONS,
    check: (c) =>
      c.seg.options.ts !== undefined &&
      !isSyn(c) &&
      c.x.synchronised &&
      c.x.opening.ownSyn !== undefined &&
      !usesTimestamps(c.x)
        ? { ...drop(c, 'ts'), mends: true }
        : undefined,
  },
  {
    id: 'tcp/ts-ecr-without-ack',
    level: 'warning',
    source: 'RFC 7323 §3.2',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const { ts } = c.seg.options;
      // An RST echoes the TSval of the segment that it answers, with or without ACK (RFC 7323 §5.2).
      if (ts === undefined || has(c.seg, ACK) || has(c.seg, RST) || ts.ecr === 0) return undefined;
      return { args: { written: ts.ecr, right: 0 }, ...options(c, { ts: { val: ts.val, ecr: add(ts.ecr, -ts.ecr) } }) };
    },
  },
  {
    id: 'tcp/ts-val-backwards',
    level: 'error',
    source: 'RFC 7323 §5.2, §5.3 R1',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const { ts } = c.seg.options;
      const { latest } = c.x.ts;
      if (ts === undefined || latest === undefined || has(c.seg, RST) || !goesBack(c.x.ts, ts.val, c.now))
        return undefined;
      return {
        args: { written: ts.val, right: latest },
        arithmetic: `TSval >= ${latest}`,
        ...options(c, { ts: { val: latest, ecr: ts.ecr } }),
      };
    },
  },
  {
    id: 'tcp/ts-ecr-unknown',
    level: 'error',
    source: 'RFC 7323 §3.2, §4.3',
    aspect: 'options',
    on: OPTIONS,
    needs: ['below', 'stamp'],
    check(c) {
      const { ts } = c.seg.options;
      const { recent, heard } = c.x.ts;
      // A peer that has closed has forgotten its TSvals: what its SYN had, and what came, is between them.
      const { first = c.x.opening.peerSyn?.ts?.val, latest = heard } = c.y.ts;
      if (ts === undefined || !has(c.seg, ACK) || has(c.seg, RST) || recent === undefined || ts.ecr === recent)
        return undefined;
      if (first !== undefined && latest !== undefined && ge(ts.ecr, first) && le(ts.ecr, latest)) return undefined;
      return {
        args: { written: ts.ecr, right: recent },
        arithmetic: `TS.Recent = ${recent}`,
        // A TSecr above the latest TSval of the peer can't echo a segment from before the flow.
        sure: latest !== undefined && gt(ts.ecr, latest) && (c.x.unknown & STAMP) === 0,
        ...options(c, { ts: { val: ts.val, ecr: recent } }),
      };
    },
  },
  {
    id: 'tcp/ts-ecr-rule',
    level: 'warning',
    source: 'RFC 7323 §4.3',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const { ts } = c.seg.options;
      const { recent, also, heard } = c.x.ts;
      if (ts === undefined || !has(c.seg, ACK) || has(c.seg, RST) || recent === undefined || ts.ecr === recent)
        return undefined;
      if (ts.ecr === also) return undefined;
      // A discarded ACK of the handshake has not moved TS.Recent.
      if (mayLackAck(c) && ts.ecr === c.x.opening.peerSyn?.ts?.val) return undefined;
      // A TSval from before the beginning of the flow may still be TS.Recent, so nothing is reported here.
      const { first } = c.y.ts;
      if ((c.x.unknown & BELOW) !== 0 && first !== undefined && lt(ts.ecr, first)) return undefined;
      if ((c.x.unknown & STAMP) !== 0) return undefined;
      return {
        args: { written: ts.ecr, right: recent },
        arithmetic: `TS.Recent = ${recent}`,
        // No host echoes what has not come.
        ...(heard !== undefined && gt(ts.ecr, heard) && { level: 'error' as const }),
        ...options(c, { ts: { val: ts.val, ecr: recent } }),
      };
    },
  },
  {
    id: 'tcp/ts-rst-form',
    level: 'hint',
    source: 'RFC 7323 §5.2',
    aspect: 'options',
    on: RST,
    check: (c) => (has(c.seg, RST) && usesTimestamps(c.x) && c.seg.options.ts === undefined ? {} : undefined),
  },
];

const blocks = (c: Case): readonly Block[] => c.seg.options.sack ?? [];
/**
 * True if the first SACK block is a D-SACK block: it lies at or below the ACK, or within the second block (RFC 2883
 * §4).
 */
const firstIsDuplicate = (c: Case): boolean => {
  const [first, second] = blocks(c);
  if (first === undefined) return false;
  return le(first.right, c.seg.ack) || (second !== undefined && contains(second, first));
};
const show = (c: Case, b: Block): string => `${c.peer(b.left)}..${c.peer(b.right)}`;
const replaceBlocks = (c: Case, sack: readonly Block[]): Breach =>
  sack.length > 0 ? options(c, { sack }) : drop(c, 'sack');

/**
 * True if a block may be right: its part at and above `below`, sent within the flow, has arrived. The rest was sent
 * before the flow.
 */
function mayHaveCome({ left, right }: Block, below: Seq | undefined, held: readonly Block[]): boolean {
  if (below === undefined || !lt(left, below)) return false;
  return le(right, below) || held.some((h) => contains(h, { left: below, right }));
}

/** Rules about selective acknowledgment (RFC 2018, RFC 2883). */
export const sackRules: readonly Rule[] = [
  {
    id: 'tcp/opt-sack-not-permitted',
    level: 'error',
    source: 'RFC 2018 §4',
    aspect: 'options',
    on: OPTIONS,
    check: (c) =>
      c.seg.options.sack !== undefined &&
      c.x.synchronised &&
      c.x.opening.peerSyn !== undefined &&
      c.x.opening.peerSyn.sackOk !== true
        ? drop(c, 'sack')
        : undefined,
  },
  {
    id: 'tcp/opt-sack-length',
    level: 'error',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const { sack, ts } = c.seg.options;
      if (sack === undefined) return undefined;
      const most = mostBlocks(ts !== undefined);
      if (sack.length >= 1 && sack.length <= most) return undefined;
      return { args: { written: 2 + 8 * sack.length, most: 2 + 8 * most }, ...replaceBlocks(c, sack.slice(0, most)) };
    },
  },
  {
    id: 'tcp/sack-inverted',
    level: 'error',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const bad = blocks(c).find((b) => !lt(b.left, b.right));
      if (bad === undefined) return undefined;
      const fixed = blocks(c).map((b) => (b === bad ? { left: b.right, right: b.left } : b));
      return { args: { written: show(c, bad) }, ...(bad.left === bad.right ? {} : replaceBlocks(c, fixed)) };
    },
  },
  {
    id: 'tcp/sack-never-sent',
    level: 'error',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: OPTIONS,
    needs: ['below'],
    check(c) {
      const { heldFin } = c.x.reassembly;
      // A FIN received out of order is queued like data and belongs to a SACK block.
      const held =
        heldFin === undefined
          ? c.x.reassembly.held
          : insert(c.x.reassembly.held, { left: heldFin, right: add(heldFin, 1) });
      // A right block reports out-of-order data, or as first block a duplicate below RCV.NXT (D-SACK).
      const known = (b: Block, i: number): boolean =>
        held.some((h) => contains(h, b)) || (i === 0 && le(b.right, c.x.rcvNxt));
      const bad = blocks(c).find((b, i) => gt(b.right, c.y.sndNxt) || (gt(b.left, c.seg.ack) && !known(b, i)));
      if (bad === undefined || c.y.sndNxt === c.y.iss) return undefined;
      return {
        args: { written: show(c, bad), right: c.peer(c.y.sndNxt) },
        // A certain breach: the block reports octets that the peer has not sent, or has sent within the flow and that
        // have not arrived.
        sure:
          (c.y.unknown & SND_NXT) === 0 && (gt(bad.right, c.y.sndNxt) || !mayHaveCome(bad, c.y.opening.below, held)),
        arithmetic: `SND.NXT = ${sum(c.peer(c.y.sndNxt), c.y.sndNxt)}`,
        ...replaceBlocks(c, dueBlocks(c)),
      };
    },
  },
  {
    id: 'tcp/dsack-position',
    level: 'warning',
    source: 'RFC 2883 §4',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const { duplicate } = c.x.reassembly;
      if (duplicate === undefined) return undefined;
      const at = blocks(c).findIndex((b) => b.left === duplicate.left && b.right === duplicate.right);
      return at > 0 ? replaceBlocks(c, [duplicate, ...blocks(c).filter((_, i) => i !== at)]) : undefined;
    },
  },
  {
    id: 'tcp/sack-below-ack',
    level: 'error',
    source: 'RFC 2018 §3, RFC 2883 §4',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const bad = blocks(c).find((b, i) => i > 0 && le(b.right, c.seg.ack));
      return bad === undefined
        ? undefined
        : {
            args: { written: show(c, bad) },
            ...replaceBlocks(
              c,
              blocks(c).filter((b) => b !== bad),
            ),
          };
    },
  },
  {
    id: 'tcp/sack-touches-ack',
    level: 'warning',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const bad = blocks(c).find((b, i) => b.left === c.seg.ack && !(i === 0 && firstIsDuplicate(c)));
      return bad === undefined ? undefined : { args: { written: show(c, bad), right: c.peer(bad.right) } };
    },
  },
  {
    id: 'tcp/sack-overlap',
    level: 'warning',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const plain = firstIsDuplicate(c) ? blocks(c).slice(1) : blocks(c);
      const clash = plain.some((a, i) => plain.some((b, j) => i < j && le(a.left, b.right) && le(b.left, a.right)));
      return clash ? { ...replaceBlocks(c, dueBlocks(c)) } : undefined;
    },
  },
  {
    id: 'tcp/sack-first-block',
    level: 'error',
    source: 'RFC 2018 §4',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const [first] = blocks(c);
      const [latest] = c.x.reassembly.recent;
      const heard = c.lastHeard;
      // If several segments arrived before this ACK, it is not known which of them it answers.
      if (c.heardSince !== 1 || !isPureAck(c.seg)) return undefined;
      if (first === undefined || latest === undefined || heard === undefined || heard.len === 0) return undefined;
      if (
        dataStart(heard) !== latest ||
        c.x.reassembly.held.length === 0 ||
        firstIsDuplicate(c) ||
        covers(first, latest)
      )
        return undefined;
      return { args: { right: c.peer(latest) }, ...replaceBlocks(c, dueBlocks(c)) };
    },
  },
  {
    id: 'tcp/dsack-repeat',
    level: 'warning',
    source: 'RFC 2883 §4',
    aspect: 'options',
    on: OPTIONS,
    needs: ['below'],
    check(c) {
      // A D-SACK block reports each duplicate once, in the ACK that the duplicate causes, and no more octets than
      // arrived twice (RFC 2883 §4).
      const { duplicate } = c.x.reassembly;
      if (!firstIsDuplicate(c)) return undefined;
      // Several duplicates before this ACK may be reported as one block.
      if (duplicate !== undefined && (c.heardSince !== 1 || contains(duplicate, blocks(c)[0] as Block)))
        return undefined;
      const [first] = blocks(c) as [Block];
      // A certain breach if the peer sent the octets within the flow: a second arrival would be visible.
      const sure = ge(first.left, c.y.opening.below ?? c.y.iss);
      return { args: { written: show(c, first) }, sure, ...replaceBlocks(c, dueBlocks(c)) };
    },
  },
  {
    id: 'tcp/sack-omitted',
    level: 'warning',
    source: 'RFC 2018 §4',
    aspect: 'options',
    needs: ['sack'],
    check: (c) =>
      (mayReportSack(c.x) || (c.x.unknown & SACK) !== 0) &&
      withinWindow(c.x, c.seg.win, false).reassembly.held.length > 0 &&
      has(c.seg, ACK) &&
      !has(c.seg, SYN) &&
      !has(c.seg, RST) &&
      blocks(c).length === 0
        ? replaceBlocks(c, dueBlocks(c))
        : undefined,
  },
];

function dueBlocks(c: Case): readonly Block[] {
  return blocksToReport(c.x.reassembly, mostBlocks(c.seg.options.ts !== undefined));
}

/** Rules about Fast Open (RFC 7413) and the limits of MSS. */
export const openingOptionRules: readonly Rule[] = [
  {
    id: 'tcp/tfo-cookie-length',
    level: 'error',
    source: 'RFC 7413 §4.1.1, errata 4238 and 4239',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const cookie = c.seg.options.fastopen;
      if (cookie === undefined || cookie.length === 0) return undefined;
      const bytes = cookie.length / 2;
      return Number.isInteger(bytes) && bytes % 2 === 0 && bytes >= 4 && bytes <= 16
        ? undefined
        : { args: { written: bytes } };
    },
  },
  {
    id: 'tcp/tfo-option-nonsyn',
    level: 'hint',
    source: 'RFC 7413 §4.1.1',
    aspect: 'options',
    on: OPTIONS,
    check: (c) => (c.seg.options.fastopen !== undefined && !isSyn(c) ? drop(c, 'fastopen') : undefined),
  },
  {
    id: 'tcp/tfo-data-no-cookie',
    level: 'warning',
    source: 'RFC 7413 §4.2.1, §4.2.2',
    aspect: 'options',
    on: SYN,
    check: (c) => (isSyn(c) && !has(c.seg, ACK) && c.seg.options.fastopen === '' && c.seg.len > 0 ? {} : undefined),
  },
  {
    // A client uses the cookie that it received last (RFC 7413 §4.1.3).
    id: 'tcp/tfo-cookie-wrong',
    level: 'warning',
    source: 'RFC 7413 §4.1.3',
    aspect: 'options',
    on: SYN,
    check(c) {
      const { fastopen } = c.seg.options;
      const kept = c.x.opening.fastOpen?.cookie;
      if (!fastopen || !kept || fastopen === kept || !isSyn(c) || has(c.seg, ACK) || c.x.state !== 'SYN-SENT')
        return undefined;
      return { args: { written: fastopen, right: kept }, ...options(c, { fastopen: kept }) };
    },
  },
  {
    id: 'tcp/tfo-retransmit-data',
    level: 'warning',
    source: 'RFC 7413 §4.2.2',
    aspect: 'options',
    on: SYN,
    check: (c) =>
      isSyn(c) &&
      !has(c.seg, ACK) &&
      c.x.sndNxt !== c.x.iss &&
      c.x.state === 'SYN-SENT' &&
      (c.seg.options.fastopen !== undefined || (c.x.opening.ownSyn?.fastopen !== undefined && c.seg.len > 0))
        ? { right: { ...drop(c, 'fastopen').right, len: 0 } }
        : undefined,
  },
  {
    id: 'tcp/mss-zero',
    level: 'warning',
    source: 'RFC 9293 §3.7.1',
    aspect: 'options',
    on: OPTIONS,
    check: (c) => (c.seg.options.mss === 0 ? options(c, { mss: c.config.mss }) : undefined),
  },
  {
    id: 'tcp/mss-above-mtu',
    level: 'warning',
    source: 'RFC 9293 §3.7.1 (MUST-67)',
    aspect: 'options',
    on: SYN,
    check(c) {
      const { mss } = c.seg.options;
      if (mss === undefined || c.config.mtu === undefined || !isSyn(c)) return undefined;
      const headers = headerBytes(c);
      const most = c.config.mtu - headers;
      // Over IPv6 an MSS of 65535 stands for jumbograms (RFC 2675 §5.1).
      if (mss <= most || (headers === 60 && mss === 65535)) return undefined;
      const arithmetic = `MTU - ${headers} = ${most}`;
      return { args: { written: mss, right: most }, arithmetic, ...options(c, { mss: most }) };
    },
  },
  {
    id: 'tcp/opt-ws-one-sided',
    level: 'hint',
    source: 'RFC 7323 §2.2, §2.3',
    aspect: 'options',
    on: SYN,
    check: (c) =>
      isSyn(c) && has(c.seg, ACK) && c.x.opening.peerSyn?.wscale !== undefined && c.seg.options.wscale === undefined
        ? {}
        : undefined,
  },
];
