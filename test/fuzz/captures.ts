/** Captures and analysers' texts with random changes. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOctets } from '../../src/capture';
import { type Options, joined, seq } from '../../src/wire';
import { CLIENT, SERVER, ethernet, ip, pcap } from '../unit/capture/make';
import type { Random } from './random';

const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');
const FOLDERS = ['kernel', 'formats', 'faults', 'public', join('layers', 'pcap')];
const TEXTS = join('test', 'fixtures', 'paste');
/** Files up to this size are changed, octets, and the most lines of a text. */
const LARGEST = 6000;
const MOST_LINES = 24;
/** Changes are made in so many octets from the beginning of a record: its own head, and those of the packet. */
const HEADS = 100;
/** Of ten cases, those that are texts, and those that are drawn whole and not changed ones. */
const TEXT_CASES = 3;
const DRAWN_CASES = 2;

/** A text of an analyser, or the octets of a file. */
export type CaptureCase = string | Uint8Array;

/** A file, and where its records begin. */
interface Base {
  readonly octets: Uint8Array;
  /** Ascending, behind 0; the last one is the length of the file. */
  readonly starts: readonly number[];
}

export interface Bases {
  readonly files: readonly Base[];
  readonly texts: readonly string[];
}

export function captureBases(): Bases {
  const files = FOLDERS.flatMap((folder) => filesIn(join(CORPUS, folder), /\.(?:pcap|pcapng)$/));
  return {
    files: files.filter(({ length }) => length <= LARGEST).map((octets) => ({ octets, starts: startsIn(octets) })),
    texts: filesIn(TEXTS, /\.(?:txt|csv)$/).map((octets) => octets.toString('utf8')),
  };
}

/** Where the records of a file begin, ascending, and its length. */
export function startsIn(octets: Uint8Array): readonly number[] {
  const { packets } = readOctets(octets);
  return [...new Set([...packets.offset, octets.length])].sort((a, b) => a - b);
}

function filesIn(folder: string, ending: RegExp): Buffer[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((file) => ending.test(file))
    .sort();
  return files.map((file) => readFileSync(join(folder, file)));
}

/** The case of a number: `r` determines it. */
export function captureCase(r: Random, { files, texts }: Bases): CaptureCase {
  const kind = r.below(10);
  if (kind < TEXT_CASES && texts.length > 0) return changedText(r.of(texts), r);
  return kind < TEXT_CASES + DRAWN_CASES || files.length === 0 ? drawnCapture(r) : changedCapture(r.of(files), r);
}

/** Records are gone, come twice or in another order; octets of their heads are others; the end is cut off. */
function changedCapture({ octets, starts }: Base, r: Random): Uint8Array {
  const [first = 0] = starts;
  let records = starts.slice(1).map((end, i) => octets.slice(starts[i], end));
  if (records.length > 1 && r.chance(0.5)) {
    const begin = r.chance(0.7) ? 0 : r.below(records.length);
    records = records.slice(begin, begin + 2 + r.below(24));
  }
  for (let n = r.below(3); n > 0 && records.length > 0; n--) {
    const [at, to] = [r.below(records.length), r.below(records.length)];
    const record = records[at] as Uint8Array;
    if (r.chance(0.5)) records.splice(at, 1);
    if (r.chance(0.6)) records.splice(to, 0, record.slice());
  }
  const changed = joined(octets.subarray(0, first), ...records);
  const places: number[] = [0];
  for (const record of records) places.push((places.at(-1) ?? 0) + record.length);
  for (let n = r.below(6); n > 0; n--) {
    const at = records.length > 0 && r.chance(0.9) ? first + (places[r.below(records.length)] ?? 0) : 0;
    changeOctets(changed, at + r.below(HEADS), r);
  }
  return r.chance(0.05) ? changed.subarray(0, r.below(changed.length)) : changed;
}

function changeOctets(octets: Uint8Array, at: number, r: Random): void {
  const value = octets[at];
  if (value === undefined) return;
  octets[at] = r.of([0, 1, 2, 127, 128, 255, value ^ (1 << r.below(8)), value + 1, value - 1, r.below(256)]);
  if (r.chance(0.2) && at + 1 < octets.length) octets[at + 1] = r.below(256);
}

const NUMBERS = [0, 1, 2, 100, 101, 536, 1000, 1460, 65_535, 2 ** 16, 2 ** 24, 2 ** 31, 2 ** 32 - 1];

/** A file of a few frames between two hosts, with numbers near each other. */
function drawnCapture(r: Random): Uint8Array {
  const isn = [r.of(NUMBERS), r.of(NUMBERS)] as const;
  const near = (base: number): number => (base + (r.chance(0.8) ? r.below(12) : r.of(NUMBERS))) >>> 0;
  const frames = r.some(1, 14, () => {
    const from = r.below(2);
    const [own, peer] = from === 0 ? isn : [isn[1], isn[0]];
    const sent = {
      ...(from === 0 ? CLIENT : SERVER),
      seq: near(own),
      ack: near(peer),
      flags: r.of([2, 18, 16, 16, 16, 24, 17, 4, 20, r.below(256)]),
      data: 'GET / HTTP/1.1\r\n\r\n'.slice(0, r.chance(0.5) ? r.below(12) : 0),
      options: drawnOptions(r, near, peer),
    };
    return ethernet(ip(sent));
  });
  const sockets = r.chance(0.9) ? frames : frames.map((frame) => changedAt(frame, 34 + r.below(4), r));
  return pcap(sockets, { little: r.chance(0.9), nano: r.chance(0.1) });
}

function drawnOptions(r: Random, near: (base: number) => number, peer: number): Options {
  return {
    ...(r.chance(0.2) ? { mss: r.of([0, 1, 4, 536, 1460]) } : {}),
    ...(r.chance(0.1) ? { wscale: r.below(16) } : {}),
    ...(r.chance(0.2) ? { sackOk: true } : {}),
    ...(r.chance(0.3) ? { ts: { val: seq(r.below(9)), ecr: seq(r.below(9)) } } : {}),
    ...(r.chance(0.2) ? { sack: r.some(1, 2, () => ({ left: seq(near(peer)), right: seq(near(peer)) })) } : {}),
  };
}

function changedAt(octets: Uint8Array, at: number, r: Random): Uint8Array {
  const changed = octets.slice();
  changed[at] = r.below(256);
  return changed;
}

const MARKS = ['', ' ', ',', '9', '\n', '[', ']', 'x', '\0', ':', '.', '>', '4294967295', '-1', '"'];

/** Some lines of a text: gone, twice, or in another order; numbers, words and characters are others. */
function changedText(text: string, r: Random): string {
  const all = text.split('\n');
  const begin = r.chance(0.5) ? 0 : r.below(all.length);
  const lines = all.slice(begin, begin + 1 + r.below(MOST_LINES));
  for (let n = r.below(8); n > 0; n--) {
    const at = r.below(lines.length);
    const line = lines[at] ?? '';
    const words = line.split(/(?=[\s,:=.])/);
    const word = r.below(words.length);
    const place = r.below(line.length);
    const change = r.below(6);
    if (change === 0) lines.splice(at, 1);
    else if (change === 1) lines.splice(r.below(lines.length), 0, line);
    else if (change === 2) lines[at] = [...words.slice(0, word), ...words.slice(word + 1)].join('');
    else if (change === 3) lines[at] = [...words.slice(0, word + 1), r.of(words), ...words.slice(word + 1)].join('');
    else if (change === 4) lines[at] = changedNumber(line, r);
    else lines[at] = line.slice(0, place) + r.of(MARKS) + line.slice(place + r.below(3));
  }
  return lines.join(r.chance(0.95) ? '\n' : r.of(['\r\n', '\r', '']));
}

function changedNumber(line: string, r: Random): string {
  const numbers = [...line.matchAll(/\d+/g)];
  const one = r.of(numbers);
  if (numbers.length === 0) return line;
  const value = r.chance(0.5) ? String(r.of(NUMBERS)) : String(Math.max(0, Number(one[0]) + r.below(5) - 2));
  return line.slice(0, one.index) + value + line.slice(one.index + one[0].length);
}
