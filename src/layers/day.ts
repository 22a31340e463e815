/** A moment, as `YYYYMMDDhhmmss` in UTC: moments compare as texts. */
export type Moment = string;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Does the calendar have this moment? */
export function isMoment(text: Moment): boolean {
  const numberAt = (from: number, to: number): number => Number(text.slice(from, to));
  const [year, month, day] = [numberAt(0, 4), numberAt(4, 6), numberAt(6, 8)];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  if (day < 1 || day > days) return false;
  return numberAt(8, 10) < 24 && numberAt(10, 12) < 60 && numberAt(12, 14) < 60;
}

/** The beginning of a day that is written `2026-01-01`; undefined for a day that no calendar has. */
export function momentOf(date: string): Moment | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const moment = `${date.replaceAll('-', '')}000000`;
  return isMoment(moment) ? moment : undefined;
}
