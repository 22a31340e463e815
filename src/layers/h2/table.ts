/** The static table of HPACK and the dynamic one (RFC 7541 §2.3, §4, Appendix A). */
import { Queue } from '../../wire';
import type { Entry, Table } from './types';

/** RFC 7541 Appendix A, in order: a name, and a value where it has one. */
const ROWS =
  ':authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|' +
  ':status=304|:status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|' +
  'accept|access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|' +
  'content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|' +
  'if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|' +
  'proxy-authorization|range|referer|refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding|' +
  'user-agent|vary|via|www-authenticate';

export const STATIC: readonly Entry[] = ROWS.split('|').map((row) => {
  const at = row.indexOf('=', 1);
  return at < 0 ? { name: row, value: '' } : { name: row.slice(0, at), value: row.slice(at + 1) };
});

/** The index of the first entry with a name, and of each whole entry. */
const NAMED = new Map<string, number>();
const WHOLE = new Map<string, number>();
STATIC.forEach(({ name, value }, i) => {
  if (!NAMED.has(name)) NAMED.set(name, i + 1);
  WHOLE.set(`${name}\n${value}`, i + 1);
});

/** Octets of a table at first (RFC 9113 §6.5.2), and those of an entry beside its name and value (RFC 7541 §4.1). */
export const TABLE_SIZE = 4096;
export const OVERHEAD = 32;

export const EMPTY_TABLE: Table = { entries: Queue.empty(), size: 0, max: TABLE_SIZE };

export function sizeOfEntry({ name, value }: Entry): number {
  return name.length + value.length + OVERHEAD;
}

/** The entry of an index from 1 on: the static table first, then the dynamic one, newest first (RFC 7541 §2.3.3). */
export function entryAt({ entries }: Table, index: number): Entry | undefined {
  return index <= STATIC.length ? STATIC[index - 1] : entries.get(entries.size - (index - STATIC.length));
}

/** The table with an entry more; old ones go as long as it is too large, all of them for an entry that is larger (§4.4). */
export function withEntry({ entries, size, max }: Table, entry: Entry): Table {
  const own = sizeOfEntry(entry);
  if (own > max) return { entries: Queue.empty(), size: 0, max };
  const left = evicted(entries, size, max - own);
  return { entries: left.entries.push(entry), size: left.size + own, max };
}

/** The table with another bound (§4.3). */
export function resized({ entries, size }: Table, max: number): Table {
  return { ...evicted(entries, size, max), max };
}

function evicted(entries: Queue<Entry>, size: number, most: number): Pick<Table, 'entries' | 'size'> {
  let [gone, left] = [0, size];
  while (left > most) {
    const oldest = entries.get(gone);
    if (oldest === undefined) break;
    left -= sizeOfEntry(oldest);
    gone++;
  }
  return { entries: entries.drop(gone), size: left };
}

/** The index of a field in both tables, and whether its value is there, too; 0 for none. */
export function indexOf({ entries }: Table, name: string, value: string): { index: number; whole: boolean } {
  const fixed = WHOLE.get(`${name}\n${value}`);
  if (fixed !== undefined) return { index: fixed, whole: true };
  let named = NAMED.get(name) ?? 0;
  for (let i = 1; i <= entries.size; i++) {
    const entry = entries.get(entries.size - i);
    if (entry?.name !== name) continue;
    if (entry.value === value) return { index: STATIC.length + i, whole: true };
    if (named === 0) named = STATIC.length + i;
  }
  return { index: named, whole: false };
}
