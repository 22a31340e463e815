import { SYN, has } from '../../wire';
import { canNotHaveCome, couldCome, covering } from './evidence/covered';
import { placeDoubles } from './doubled';
import { isNotEchoed } from './evidence/echo';
import { isHole, isNotThere, missingIn, missingKind } from './evidence/hole';
import { isRepetition, isUnknownTo } from './evidence/old';
import type { Micros } from './explanation';
import { Ranges } from './ranges';
import type { Receiver } from './receiver';
import { resolveRepeated } from './repeated';
import { type Report, isExact, isMissing, reportOf } from './report';
import { IN_ORDER, NOWHERE, type Sending, decide, firstWhere, presumeOrder } from './sending';
import { Units } from './units';

/** A segment that is this much later than the fastest answer did not come: parts of its time, and microseconds. */
const LATE = 1.5;
const LATE_MORE: Micros = 1000;

/** Arrivals at a host that the tap is not beside: by what the host reports. */
export function placeFar(receiver: Receiver, sent: readonly Sending[]): void {
  new Walk(receiver, sent).run();
}

class Walk {
  private readonly units: Units;
  private readonly repeated = new Map<number, Report[]>();
  /** The first unit that is not acknowledged whole. */
  private edge = 0;
  private readonly reported = new Ranges();
  /** The latest acknowledgment that something is missing, without a word of what came behind it (RFC 5681 §4.2). */
  private missing: Report | undefined;
  /** The places of all such acknowledgments. */
  private readonly repeatedAcks: number[] = [];
  private readonly isWhole: boolean;

  constructor(
    private readonly receiver: Receiver,
    private readonly sent: readonly Sending[],
  ) {
    this.units = new Units(sent);
    this.isWhole = receiver.isWhole && !sent.some(({ supposed, fate }) => supposed && fate === undefined);
  }

  run(): void {
    let highest = NaN;
    let tells = false;
    for (const sending of this.receiver.sendings) {
      const report = reportOf(sending, highest);
      if (report === undefined) continue;
      this.takeReport(report);
      if (report.twice !== undefined) tells = true;
      highest = Number.isNaN(highest) ? report.ack : Math.max(highest, report.ack);
    }
    this.settleRepeated(tells);
    this.settleSingle();
    this.placeBehindHoles();
    this.placeAcks();
    placeDoubles(this.receiver, this.sent);
  }

  private takeReport(report: Report): void {
    const { units } = this;
    const { ack, blocks, twice } = report;
    const right = units.rights[units.count - 1] ?? -Infinity;
    if (ack > right) return;
    while (this.edge < units.count && (units.rights[this.edge] ?? 0) <= ack) this.cover(this.edge++, report);
    if (blocks.length > 0) {
      this.reported.dropBelow(ack);
      for (const block of blocks) {
        if (block.right > right) continue;
        for (const fresh of this.reported.add(block.left, block.right))
          this.coverWithin(fresh.left, block.left, fresh.right, report);
      }
    }
    this.miss(report);
    if (twice !== undefined) this.takeTwice(twice.left, twice.right, report);
  }

  /** A report covers a whole unit. */
  private cover(unit: number, report: Report): void {
    const sending = this.units.single(unit);
    if (sending === undefined) {
      this.note(unit, report);
      return;
    }
    if (sending.before !== NOWHERE || sending.isDamaged) return;
    if (sending.at > report.by.due) return;
    sending.before = report.place;
    const isProved = this.isWhole && !isNotEchoed(sending, report) && !this.mayBeRepeated(sending, report);
    const because = covering(report, sending);
    if (this.mayBeEarlier(sending, report))
      decide(sending, 'arrived', isProved ? 'proved' : 'presumed', because, IN_ORDER);
    else decide(sending, 'arrived', isProved ? 'proved' : 'presumed', because);
  }

  /** A segment that was missing when it should have been there may be one that the tap missed when it was sent again. */
  private mayBeRepeated({ hole }: Sending, { by }: Report): boolean {
    return hole !== undefined && hole.by.at + this.receiver.least <= by.due;
  }

  /** Something was missing, and this may be what came behind it, before it was acknowledged. */
  private mayBeEarlier(sending: Sending, report: Report): boolean {
    const { missing } = this;
    if (missing === undefined || missing.place <= sending.after || missing.place >= report.place) return false;
    return !canNotHaveCome(sending, missing, this.receiver);
  }

  /** A SACK block covers octets newly: the units that it covers whole, and parts of units that were sent repeatedly. */
  private coverWithin(fresh: number, left: number, right: number, report: Report): void {
    const { units } = this;
    for (let unit = units.at(fresh); unit < units.count && (units.lefts[unit] ?? 0) < right; unit++) {
      const isWhole = (units.lefts[unit] ?? 0) >= left && (units.rights[unit] ?? 0) <= right;
      if (isWhole || units.single(unit) === undefined) this.cover(unit, report);
    }
  }

  /** `E-hole`: octets had not come. */
  private miss(report: Report): void {
    const { units } = this;
    if (report.blocks.length === 0 && isMissing(report) && isExact(report)) {
      this.missing = report;
      this.repeatedAcks.push(report.place);
    }
    for (const octet of missingIn(report)) {
      const unit = units.at(octet);
      if (unit >= units.count || (units.lefts[unit] ?? 0) > octet) continue;
      const sending = units.single(unit);
      if (sending === undefined) this.note(unit, report);
      else if (sending.before === NOWHERE) {
        if (isNotThere(sending, report)) sending.after = report.place;
        if (sending.hole === undefined && isHole(sending, report, this.receiver.least)) sending.hole = report;
      }
    }
  }

  /** A report for a unit that was sent repeatedly, which is settled when all reports are known. */
  private note(unit: number, report: Report): void {
    const reports = this.repeated.get(unit);
    if (reports === undefined) this.repeated.set(unit, [report]);
    else if (reports.at(-1) !== report) reports.push(report);
  }

  /** `E-dsack` */
  private takeTwice(left: number, right: number, report: Report): void {
    const { units } = this;
    for (let unit = units.at(left); unit < units.count && (units.lefts[unit] ?? 0) < right; unit++) {
      const sending = units.single(unit);
      if (sending === undefined) this.note(unit, report);
      else if (sending.before !== NOWHERE) sending.doubles ??= [{ before: report.place, at: report.by.due }];
    }
  }

  private settleRepeated(tellsTwice: boolean): void {
    const { units, receiver } = this;
    for (let unit = 0; unit < units.count; unit++) {
      if (units.single(unit) !== undefined) continue;
      const repeated = {
        sendings: units.sendings(unit),
        bySeq: units.all(unit),
        left: units.lefts[unit] ?? 0,
        right: units.rights[unit] ?? 0,
        reports: this.repeated.get(unit) ?? [],
        tellsTwice,
        isWhole: this.isWhole,
      };
      resolveRepeated(repeated, receiver);
    }
  }

  /** Fates of units that were sent once and never covered. */
  private settleSingle(): void {
    const { units } = this;
    for (let unit = 0; unit < units.count; unit++) {
      const sending = units.single(unit);
      if (sending === undefined || sending.fate !== undefined) continue;
      if (sending.hole !== undefined)
        decide(sending, missingKind(sending.hole), 'presumed', { rule: 'E-hole', frames: sending.hole.by.frames });
      else decide(sending, 'open', 'presumed');
    }
  }

  /**
   * Segments behind a hole: the acknowledgment number that fills it covers them, and they may have come long before the
   * segment that fills it. Each such arrival is answered at once by an acknowledgment that repeats the last one (RFC 5681
   * §4.2): they are placed before those, in order of sending; where there is none, when they had the time to come.
   */
  private placeBehindHoles(): void {
    const { repeatedAcks } = this;
    let next = 0;
    for (const sending of this.behindHoles().sort((a, b) => a.place - b.place)) {
      const first = sending.after + 1;
      const isEarly = (at: number): boolean => at < first || !this.canDraw(sending, at);
      while (next < repeatedAcks.length && isEarly(repeatedAcks[next] ?? 0)) next++;
      const answer = repeatedAcks[next] ?? Infinity;
      if (answer < sending.before) {
        next++;
        sending.before = answer;
        presumeOrder(sending);
      } else this.placeBetween(sending, first, sending.before);
    }
  }

  private behindHoles(): Sending[] {
    const { units } = this;
    const behind: Sending[] = [];
    let place = NOWHERE;
    let latest = -Infinity;
    let isHole = false;
    for (let unit = 0; unit < units.count; unit++) {
      for (const sending of units.all(unit)) {
        if (sending.before === NOWHERE) continue;
        if (sending.before !== place) {
          latest = -Infinity;
          isHole = false;
        }
        place = sending.before;
        if (isHole || sending.at < latest) behind.push(sending);
        latest = Math.max(latest, sending.at);
        isHole ||= sending.hole !== undefined;
      }
    }
    return behind;
  }

  /** True if a segment had the time to draw the receiver's sending of a place. */
  private canDraw(sending: Sending, place: number): boolean {
    const by = this.receiver.sendings[place];
    return by !== undefined && couldCome(sending, { by }, this.receiver.least);
  }

  /** `E-order`: a segment that arrived between two sendings of the receiver comes when it has had the time. */
  private placeBetween(sending: Sending, first: number, last: number): void {
    const expected = this.firstAfter(sending.at + this.receiver.least);
    sending.before = Math.min(last, Math.max(first, expected));
    if (first < last) presumeOrder(sending);
  }

  /** Segments without sequence space: `E-old`, else `E-order`. */
  private placeAcks(): void {
    this.findUnknown();
    const { sent, receiver } = this;
    const { sendings } = receiver;
    let behind = sendings.length;
    for (let i = sent.length - 1; i >= 0; i--) {
      const sending = sent[i];
      if (sending === undefined) continue;
      if (sending.end > sending.seq && sending.before !== NOWHERE) {
        if (sending.hole === undefined && sending.after < sending.before) behind = Math.min(behind, sending.before);
      }
      if (sending.fate !== undefined) continue;
      sending.before = Math.max(sending.after + 1, Math.min(behind, this.firstAfter(sending.at + receiver.least)));
      behind = Math.min(behind, Math.max(sending.before, 0));
      decide(sending, 'arrived', 'presumed', IN_ORDER);
    }
  }

  /** The first sending of the receiver that the tap could not have seen before a time. */
  private firstAfter(time: Micros): number {
    return firstWhere(this.receiver.sendings, ({ due }) => due >= time);
  }

  /** `E-old`: what acknowledges octets that the receiver sends again had not come. */
  private findUnknown(): void {
    const { sent, receiver } = this;
    let top = -Infinity;
    let seen = 0;
    for (const repetition of receiver.sendings) {
      if (isRepetition(repetition, top)) {
        const until = repetition.due - receiver.least;
        for (; seen < sent.length && (sent[seen]?.at ?? 0) <= until; seen++) this.judge(sent[seen], repetition);
      }
      top = Math.max(top, repetition.end);
    }
  }

  private judge(sending: Sending | undefined, repetition: Sending): void {
    if (sending === undefined || sending.end > sending.seq || sending.fate !== undefined) return;
    if (!isUnknownTo(sending, repetition)) return;
    const { least } = this.receiver;
    sending.after = Math.max(sending.after, repetition.place);
    if (sending.at + least * LATE + LATE_MORE <= repetition.due)
      decide(sending, has(repetition.segment, SYN) ? 'dropped' : 'lost', 'presumed', {
        rule: 'E-old',
        frames: repetition.frames,
      });
  }
}
