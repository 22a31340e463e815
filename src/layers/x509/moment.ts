import { latin1 } from '../octets';
import { contentOf, type Der, TAG } from './der';
import { text } from './encode';

/** A moment, as `YYYYMMDDhhmmss` in UTC: moments compare as texts. */
export type Moment = string;

/** UTCTime or GeneralizedTime in the forms of RFC 5280 §4.1.2.5: UTC, with seconds; years of two digits are 1950 to 2049. */
export function readTime(der: Der | undefined): Moment | undefined {
  if (der?.tag !== TAG.utcTime && der?.tag !== TAG.generalizedTime) return undefined;
  const text = latin1(contentOf(der));
  const isShort = der.tag === TAG.utcTime;
  if (!(isShort ? /^\d{12}Z$/ : /^\d{14}Z$/).test(text)) return undefined;
  const digits = text.slice(0, -1);
  const moment = isShort ? (digits < '50' ? '20' : '19') + digits : digits;
  return isMoment(moment) ? moment : undefined;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isMoment(text: Moment): boolean {
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

/** `2026-01-01 00:00:00Z`. */
export function momentText(moment: Moment): string {
  return moment.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6Z');
}

/** UTCTime through 2049, GeneralizedTime from then on and before 1950 (RFC 5280 §4.1.2.5). */
export function time(moment: Moment): Uint8Array {
  const isShort = moment >= '1950' && moment < '2050';
  return isShort ? text(TAG.utcTime, `${moment.slice(2)}Z`) : text(TAG.generalizedTime, `${moment}Z`);
}
