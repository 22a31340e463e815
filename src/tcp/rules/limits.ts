import { ACK, FIN, RST, SYN, add, distance, gt, has, optionBytes, segEnd } from '../../wire';
import { hasQueued } from '../calls';
import { hasHeardAllAcks, largestWindow } from '../still-unknown';
import { sendEdge } from '../tcb';
import { OPTIONS, DATA, sendMss, sum, type Breach, type Case, type Rule } from './rule';

/** True if the segment has octets or a FIN that have not been sent before. */
const sendsNew = (c: Case): boolean => !has(c.seg, RST) && !has(c.seg, SYN) && gt(segEnd(c.seg), c.x.sndNxt);

/** Rules about windows, segment size and the user's calls. */
export const limitRules: readonly Rule[] = [
  {
    // Retransmitted octets must be the same (RFC 9293 §3.4); for acknowledged ones see the rule in `sequence.ts`.
    id: 'tcp/rtx-bytes-differ',
    level: 'error',
    source: 'RFC 9293 §3.4.3',
    aspect: 'len',
    check: (c) =>
      c.differs === undefined
        ? undefined
        : {
            args: { written: c.own(c.differs), right: c.own(c.x.sndNxt) },
            arithmetic: `SND.NXT = ${sum(c.own(c.x.sndNxt), c.x.sndNxt)}`,
          },
  },
  {
    id: 'tcp/zero-window-data',
    level: 'error',
    source: 'RFC 9293 §3.8.6.1',
    aspect: 'len',
    on: DATA,
    check: (c) => (sendsNew(c) && c.x.sndWnd === 0 && c.seg.len > 1 ? { args: { len: c.seg.len } } : undefined),
  },
  {
    id: 'tcp/data-beyond-window',
    level: 'error',
    source: 'RFC 9293 §3.8.6',
    aspect: 'len',
    on: DATA | FIN,
    needs: ['window', 'scale', 'below'],
    check(c) {
      if (!sendsNew(c) || c.x.sndWnd === 0) return undefined;
      const edge = sendEdge(c.x);
      const from = add(edge, -c.x.sndWnd);
      if (!gt(segEnd(c.seg), edge)) return undefined;
      // A shrunk window may end below SND.NXT; then no octet fits.
      const room = gt(edge, c.seg.seq) ? distance(c.seg.seq, edge) : 0;
      const dataFits = c.seg.len <= room;
      return {
        args: { edge: c.own(edge), end: c.own(segEnd(c.seg)), window: c.x.sndWnd },
        arithmetic: `${from === c.x.sndUna ? 'SND.UNA' : 'ISS + 1'} + SND.WND = ${c.own(from)} + ${c.x.sndWnd} = ${sum(c.own(edge), edge)}`,
        sure: gt(segEnd(c.seg), add(from, largestWindow(c.x))) && hasHeardAllAcks(c.x),
        ...(dataFits ? { level: 'warning' } : {}),
        ...(c.seg.data === undefined && room > 0 && room < c.seg.len ? { right: { len: room } } : {}),
      };
    },
  },
  {
    id: 'tcp/mss-exceeded',
    level: 'error',
    source: 'RFC 9293 §3.7.1 (MUST-16)',
    aspect: 'len',
    on: DATA,
    needs: ['mss'],
    check(c) {
      if (has(c.seg, SYN) || c.seg.len === 0 || !c.x.synchronised) return undefined;
      const options = c.isSupposed ? 0 : optionBytes(c.seg.options);
      const most = sendMss(c) - options;
      if (c.seg.len <= most || most <= 0) return undefined;
      return {
        args: { len: c.seg.len, most, mss: sendMss(c) },
        arithmetic: `Eff.snd.MSS = ${sendMss(c)} - ${options} = ${most}`,
        ...(c.seg.data === undefined ? { right: { len: most } } : {}),
      };
    },
  },
  {
    id: 'tcp/data-not-from-user',
    level: 'error',
    source: 'RFC 9293 §3.10.2',
    aspect: 'len',
    on: DATA,
    check(c) {
      if (!c.bound.send || c.seg.len === 0 || !sendsNew(c)) return undefined;
      const end = c.x.sendEnd ?? c.x.sndNxt;
      const dataEnd = add(c.seg.seq, c.seg.len);
      if (!gt(dataEnd, end)) return undefined;
      return { args: { queued: distance(c.x.sndNxt, end), len: c.seg.len } };
    },
  },
  {
    id: 'tcp/data-on-syn',
    level: 'hint',
    source: 'RFC 9293 §3.5, §3.10.7.3',
    aspect: 'len',
    on: SYN,
    check: (c) => (has(c.seg, SYN) && !has(c.seg, RST) && c.seg.len > 0 ? { args: { len: c.seg.len } } : undefined),
  },
  {
    id: 'tcp/fin-without-close',
    level: 'error',
    source: 'RFC 9293 §3.6, §3.10.4',
    aspect: 'call',
    on: FIN,
    check: (c) => (c.bound.close && has(c.seg, FIN) && !has(c.seg, RST) && !c.x.closing ? {} : undefined),
  },
  {
    id: 'tcp/fin-before-queued-data',
    level: 'error',
    source: 'RFC 9293 §3.10.4',
    aspect: 'call',
    on: FIN,
    check(c) {
      if (!has(c.seg, FIN) || has(c.seg, RST) || !c.bound.send || !hasQueued(c.x) || c.x.sendEnd === undefined)
        return undefined;
      return gt(c.x.sendEnd, add(c.seg.seq, c.seg.len))
        ? { args: { queued: distance(c.x.sndNxt, c.x.sendEnd) } }
        : undefined;
    },
  },
];

/** Rules about options (RFC 9293 §3.2, RFC 7323, RFC 2018). */
export const optionRules: readonly Rule[] = [
  {
    id: 'tcp/opt-mss-nonsyn',
    level: 'error',
    source: 'RFC 9293 §3.2 (MUST-65)',
    aspect: 'options',
    on: OPTIONS,
    check: (c) => without(c, !has(c.seg, SYN) && c.seg.options.mss !== undefined, ['mss']),
  },
  {
    id: 'tcp/opt-sackperm-nonsyn',
    level: 'error',
    source: 'RFC 2018 §2',
    aspect: 'options',
    on: OPTIONS,
    check: (c) => without(c, !has(c.seg, SYN) && c.seg.options.sackOk === true, ['sackOk']),
  },
  {
    id: 'tcp/opt-ws-nonsyn',
    level: 'warning',
    source: 'RFC 7323 §2.2',
    aspect: 'options',
    on: OPTIONS,
    check(c) {
      const breach = without(c, !has(c.seg, SYN) && c.seg.options.wscale !== undefined, ['wscale']);
      return breach === undefined ? undefined : { ...breach, mends: true };
    },
  },
  {
    id: 'tcp/opt-ws-unsolicited',
    level: 'warning',
    source: 'RFC 7323 §2.2',
    aspect: 'options',
    on: SYN,
    check: (c) =>
      without(
        c,
        has(c.seg, SYN) &&
          has(c.seg, ACK) &&
          // In a simultaneous open the SYN,ACK may repeat the options of this side's SYN, which was sent before the
          // peer's SYN arrived.
          (c.x.opening.origin === 'passive' || c.x.opening.ownSyn?.wscale === undefined) &&
          c.seg.options.wscale !== undefined &&
          c.x.opening.peerSyn !== undefined &&
          c.x.opening.peerSyn.wscale === undefined,
        ['wscale'],
      ),
  },
  {
    id: 'tcp/opt-ws-shift',
    level: 'error',
    source: 'RFC 7323 §2.3',
    aspect: 'options',
    on: OPTIONS,
    check: (c) =>
      c.seg.options.wscale !== undefined && c.seg.options.wscale > 14
        ? { args: { written: c.seg.options.wscale }, right: { options: { ...c.seg.options, wscale: 14 } } }
        : undefined,
  },
  {
    id: 'tcp/mss-absent',
    level: 'hint',
    source: 'RFC 9293 §3.7.1 (SHLD-5)',
    aspect: 'options',
    on: SYN,
    check: (c) => (has(c.seg, SYN) && !has(c.seg, RST) && c.seg.options.mss === undefined ? {} : undefined),
  },
];

function without(c: Case, breached: boolean, keys: readonly (keyof Case['seg']['options'])[]): Breach | undefined {
  if (!breached) return undefined;
  const options = { ...c.seg.options };
  for (const key of keys) delete (options as Record<string, unknown>)[key];
  return { right: { options } };
}
