/** Clean flows begun in the middle: `given` lines replace the lines before. */
import { scopeBefore, worldBefore } from '../../../src/check/check';
import type { Trace } from '../../../src/trace/trace';
import type { SegmentStatement } from '../../../src/script/syntax';
import type { EndId } from '../../../src/sim/world';
import { usesEcn, usesTimestamps, mayReportSack, type Tcb } from '../../../src/tcp/tcb';

/** The facts that are given of a side. */
export type Amount = 'all' | 'numbers' | 'state';

const HEAD: readonly string[] = ['flow', 'host', 'profile', 'variant', 'link'];

function factsOf(tcb: Tcb, amount: Amount): string {
  if (amount === 'state') return '';
  const numbers = [
    `snd.una=${tcb.sndUna}`,
    `snd.nxt=${tcb.sndNxt}`,
    ...(tcb.synchronised ? [`rcv.nxt=${tcb.rcvNxt}`] : []),
  ];
  if (amount === 'numbers') return numbers.join(' ');
  const { opening } = tcb;
  const settled = tcb.synchronised && opening.ownSyn !== undefined && opening.peerSyn !== undefined;
  const scale =
    opening.ownSyn?.wscale !== undefined && opening.peerSyn?.wscale !== undefined ? opening.rcvShift : 'off';
  const agreed = [
    `wscale=${scale}`,
    `sack=${mayReportSack(tcb) ? 'on' : 'off'}`,
    `timestamps=${usesTimestamps(tcb) ? 'on' : 'off'}`,
    `ecn=${usesEcn(tcb) ? 'on' : 'off'}`,
    `snd.wnd=${tcb.sndWnd}`,
    `rcv.wnd=${tcb.rcvWnd}`,
    `irs=${tcb.irs}`,
  ];
  return [
    ...numbers,
    `iss=${tcb.iss}`,
    ...(opening.ownSyn?.mss === undefined ? [] : [`mss=${opening.ownSyn.mss}`]),
    ...(settled ? agreed : []),
    `rto=${tcb.timers.rto}us`,
  ].join(' ');
}

/** The layers whose messages a segment says. */
function layersOf({ saying }: SegmentStatement): readonly string[] {
  return saying?.items.map(({ layer }) => layer.text.replace(/\/.*/, '')) ?? [];
}

/** A flow that begins at a line (from 0) of another; undefined if it can't begin there. */
export function begunAt(trace: Trace, line: number, amount: Amount): string | undefined {
  const { lines } = trace.script;
  const world = worldBefore(trace, line);
  if (trace.cast.ends.length !== 2 || world.flights.size > 0) return undefined;
  const tcbs = [0, 1].map((end: EndId) => world.ends.get(end));
  const isMiddle = tcbs.every((e) => e !== undefined && e.tcb.state !== 'CLOSED' && e.tcb.state !== 'LISTEN');
  // `given` can't express RSTs that are due, and queued or unread data.
  const isQuiet = tcbs.every((e) => e !== undefined && e.resets.length === 0 && e.tcb.unread === 0);
  const hasQueue = tcbs.some((e) => e?.tcb.sendEnd !== undefined && e.tcb.sendEnd !== e.tcb.sndNxt);
  const isSent = tcbs.every(
    (e) => e?.tcb.sndNxt !== e?.tcb.iss && (e?.tcb.closing === false || e?.tcb.finSeq !== undefined),
  );
  const owesNothing = tcbs.every((e) => e?.tcb.owed === 0);
  if (!owesNothing || !isMiddle || !isQuiet || hasQueue || !isSent) return undefined;
  const rest = lines.slice(line);
  // `given` can't express the congestion window, the round trips that were measured, and an MSS that a router has lowered: what a
  // run makes of them, and what is expected of them.
  const isMeasured = rest.some(({ text }) => /\.(?:cwnd|ssthresh|rto|srtt|rttvar)\b/.test(text));
  const isGrown = tcbs.some((e) => e?.tcb.congestion.cwnd !== 0 || e.tcb.congestion.pathMtu !== undefined);
  const [a, b] = tcbs.map((e) => e?.tcb.opening);
  const isClamped = a?.peerSyn?.mss !== b?.ownSyn?.mss || b?.peerSyn?.mss !== a?.ownSyn?.mss;
  const runs = rest.some(({ statement }) => statement?.kind === 'run');
  // Where the options that were agreed are not given, a run plays without them.
  if (isMeasured || (runs && (isGrown || isClamped || amount !== 'all'))) return undefined;
  // `given` can't express that TLS is up: HTTP would be said in clear, and TLS behind it.
  const isSealed = tcbs.some((e) => e?.app?.tls !== undefined);
  const spoken = new Set(rest.flatMap(({ statement: s }) => (s?.kind === 'segment' ? layersOf(s) : [])));
  if (isSealed && spoken.has('http') && spoken.has('tls')) return undefined;
  // A state alone gives no numbers: those of the first segment count, and a keepalive probe has one below.
  const first = trace.steps.find((step) => step.line >= line && step.kind === 'segment');
  if (amount === 'state' && first?.kind === 'segment' && first.sent.segment.seq !== tcbs[first.sent.from]?.tcb.sndNxt)
    return undefined;
  const labels = [...scopeBefore(trace, line).names].filter(([, b]) => b.kind === 'segment').map(([name]) => name);
  if (
    rest.some((l) =>
      labels.some((name) => new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(l.text)),
    )
  )
    return undefined;
  const head = lines
    .slice(0, line)
    .filter((l) => HEAD.includes(l.statement?.kind ?? ''))
    .map((l) => l.text);
  const lets = [...scopeBefore(trace, line).names].flatMap(([name, b]) =>
    b.kind === 'number' ? [`let ${name} = ${b.value}`] : [],
  );
  const givens = [0, 1].map((end) => {
    const tcb = tcbs[end]?.tcb as Tcb;
    return `given ${trace.cast.ends[end]?.name ?? ''} ${tcb.state} ${factsOf(tcb, amount)}`.trimEnd();
  });
  return [...head, ...lets, ...givens, ...rest.map((l) => l.text)].join('\n');
}
