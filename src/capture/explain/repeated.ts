import { SYN, has } from '../../wire';
import { canNotHaveCome, couldCome, covering, shouldHaveCome } from './evidence/covered';
import { isEchoed, isNotEchoed } from './evidence/echo';
import { isHole, isNotThere, missingIn, missingKind } from './evidence/hole';
import { LONGEST_DELAY, silence } from './evidence/silent';
import type { Evidence } from './explanation';
import { type Range, Ranges, without } from './ranges';
import type { Receiver } from './receiver';
import type { Report } from './report';
import { NOWHERE, type Sending, decide, firstWhere } from './sending';

/** The most sendings around the same octets that one report is held against. */
const MOST = 256;

/** Octets that were sent repeatedly, and all that reports say of them. */
export interface Repeated {
  /** In the order of sending, and by number. */
  readonly sendings: readonly Sending[];
  readonly bySeq: readonly Sending[];
  readonly left: number;
  readonly right: number;
  readonly reports: readonly Report[];
  /** True if the receiver says what comes twice (RFC 2883). */
  readonly tellsTwice: boolean;
  /** False if they may have been sent more often than the tap saw. */
  readonly isWhole: boolean;
}

/** Which sendings of the same octets arrived, and when. */
export function resolveRepeated(repeated: Repeated, receiver: Receiver): void {
  new Resolving(repeated, receiver).run();
}

class Resolving {
  private readonly had = new Ranges();
  /** The report that first covers each sending's octets, whichever sending brought them. */
  private readonly covered = new Map<Sending, Report>();
  private readonly longest: number;

  constructor(
    private readonly repeated: Repeated,
    private readonly receiver: Receiver,
  ) {
    this.longest = repeated.sendings.reduce((longest, { seq, end }) => Math.max(longest, end - seq), 0);
  }

  run(): void {
    const { repeated } = this;
    for (const report of repeated.reports) {
      for (const range of this.newIn(report)) this.bring(range, report);
      for (const octet of missingIn(report)) this.miss(octet, report);
      if (report.twice !== undefined) this.takeTwice(report.twice, report);
    }
    for (const sending of repeated.sendings) if (sending.fate === undefined) this.settle(sending);
  }

  /** The sendings of octets, in the order of sending, that were sent before a report. */
  private sendingsOf(range: Range, { by }: Report): readonly Sending[] {
    const { bySeq } = this.repeated;
    const found: Sending[] = [];
    const last = firstWhere(bySeq, ({ seq }) => seq >= range.right);
    for (let i = last - 1; i >= 0 && i >= last - MOST; i--) {
      const one = bySeq[i];
      if (one === undefined || one.seq + this.longest <= range.left) break;
      if (overlaps(one, range) && one.at <= by.due && !one.isDamaged) found.push(one);
    }
    return found.sort((a, b) => a.place - b.place);
  }

  /** The octets that a report covers and none before it. */
  private newIn({ ack, blocks }: Report): readonly Range[] {
    const { left, right } = this.repeated;
    const fresh = [...this.had.add(left, Math.min(ack, right))];
    for (const block of blocks) fresh.push(...this.had.add(Math.max(block.left, left), Math.min(block.right, right)));
    return fresh;
  }

  /** Chooses the sendings that brought octets which a report newly covers. */
  private bring(range: Range, report: Report): void {
    const { least } = this.receiver;
    const all = this.sendingsOf(range, report);
    for (const one of all) if (report.ack >= one.end && !this.covered.has(one)) this.covered.set(one, report);
    const near = all.filter(({ before }) => before === NOWHERE);
    const candidates = near.filter((one) => couldCome(one, report, least));
    const because: Evidence[] = [];
    const late = near.filter((one) => !couldCome(one, report, least));
    if (candidates.length > 0 && late.length > 0)
      because.push({ rule: 'E-time', frames: late.flatMap(({ frames }) => frames) });
    const fresh = candidates.filter((one) => !isNotEchoed(one, report));
    const isEchoUsed = fresh.length < candidates.length && leavesNothing(range, fresh);
    let left = isEchoUsed ? fresh : candidates;
    if (isEchoUsed) because.push({ rule: 'E-echo', frames: report.by.frames });
    const possible = near.filter((one) => !canNotHaveCome(one, report, this.receiver));
    const among = isEchoUsed ? possible.filter((one) => !isNotEchoed(one, report)) : possible;
    const isSole = (one: Sending): boolean =>
      without(range, among.filter((some) => some !== one).map(rangeOf)).length > 0;
    const named = left.filter((one) => isEchoed(one, report) && (one.seq <= report.ackBefore || has(one.segment, SYN)));
    const sole = new Set(left.filter(isSole));
    if (!isEchoUsed && named.length === 1 && leavesNothing(range, named)) {
      left = named;
      because.push({ rule: 'E-echo', frames: report.by.frames });
    }
    const seen = left.filter((one) => one.hole === undefined);
    if (leavesNothing(range, seen)) left = seen;
    let rest: readonly Range[] = [range];
    for (const one of [...left].reverse()) {
      const less = rest.flatMap((piece) => without(piece, [rangeOf(one)]));
      if (less.length === rest.length && widthOf(less) === widthOf(rest)) continue;
      rest = less;
      one.before = report.place;
      decide(
        one,
        'arrived',
        sole.has(one) && this.repeated.isWhole ? 'proved' : 'presumed',
        covering(report, one),
        ...because,
      );
    }
  }

  /** `E-hole`: an octet had not come. */
  private miss(octet: number, report: Report): void {
    for (const sending of this.sendingsOf({ left: octet, right: octet + 1 }, report)) {
      if (sending.before !== NOWHERE) continue;
      if (isNotThere(sending, report)) sending.after = report.place;
      if (sending.hole === undefined && isHole(sending, report, this.receiver.least)) sending.hole = report;
    }
  }

  /** `E-dsack`: of the sendings that have not been placed, one has arrived; else the path doubled one that has. */
  private takeTwice(twice: Range, report: Report): void {
    const all = this.sendingsOf(twice, report);
    const came = all.filter((one) => one.before === NOWHERE && shouldHaveCome(one, report, this.receiver.least));
    const named = came.filter((one) => isEchoed(one, report));
    const one = named.length === 1 ? named[0] : (came.find(({ hole }) => hole === undefined) ?? came.at(-1));
    if (one !== undefined) {
      one.before = report.place;
      decide(one, 'arrived', 'presumed', { rule: 'E-dsack', frames: report.by.frames });
      return;
    }
    const doubled = all.findLast(
      ({ before, doubles }) => before !== NOWHERE && before <= report.place && doubles === undefined,
    );
    if (doubled !== undefined) doubled.doubles = [{ before: report.place, at: report.by.due }];
  }

  /** A sending that brought nothing. */
  private settle(sending: Sending): void {
    const { repeated } = this;
    const covered = this.covered.get(sending);
    const isSyn = has(sending.segment, SYN);
    const { hole } = sending;
    const lost = (...because: Evidence[]): void =>
      decide(sending, isSyn ? 'dropped' : hole === undefined ? 'lost' : missingKind(hole), 'presumed', ...because);
    if (hole !== undefined) lost({ rule: 'E-hole', frames: [...hole.by.frames, ...(covered?.by.frames ?? [])] });
    else if (covered === undefined || isSyn) decide(sending, 'open', 'presumed');
    else {
      const quiet = this.silentBehind(sending, covered);
      const bringer = repeated.sendings.find(({ before }) => before === covered.place);
      const isEarlier = sending.at < (bringer?.at ?? -Infinity);
      if (quiet !== undefined) lost(quiet);
      else if (isEarlier && repeated.tellsTwice) lost({ rule: 'E-dsack', frames: covered.by.frames });
      else decide(sending, 'open', 'presumed');
    }
  }

  /** `E-silent`: no answer to a sending between the time when it would have come and the answer to another one. */
  private silentBehind(sending: Sending, covered: Report): Evidence | undefined {
    const { sendings, isCounting, least } = this.receiver;
    if (!isCounting || covered.by.due - sending.at <= least + LONGEST_DELAY) return undefined;
    let from = covered.place;
    while (from > 0 && (sendings[from - 1]?.due ?? 0) > sending.at + least) from--;
    return silence(sendings, from, covered.place);
  }
}

const rangeOf = ({ seq, end }: Sending): Range => ({ left: seq, right: end });
const overlaps = ({ seq, end }: Sending, { left, right }: Range): boolean => seq < right && left < end;
const widthOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { left, right }) => sum + right - left, 0);
const leavesNothing = (range: Range, sendings: readonly Sending[]): boolean =>
  without(range, sendings.map(rangeOf)).length === 0;
