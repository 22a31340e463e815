import { isMoment, type Moment } from '../day';
import { latin1 } from '../octets';
import { contentOf, type Der, TAG } from './der';
import { text } from './encode';

export { type Moment, momentOf } from '../day';

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

/** `2026-01-01 00:00:00Z`. */
export function momentText(moment: Moment): string {
  return moment.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6Z');
}

/** UTCTime through 2049, GeneralizedTime from then on and before 1950 (RFC 5280 §4.1.2.5). */
export function time(moment: Moment): Uint8Array {
  const isShort = moment >= '1950' && moment < '2050';
  return isShort ? text(TAG.utcTime, `${moment.slice(2)}Z`) : text(TAG.generalizedTime, `${moment}Z`);
}
