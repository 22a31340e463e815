/** Captures and analysers' texts with random changes: nothing throws, and what comes of them is bounded. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inMemory, openConnection, pastedFlow, readOctets } from '../../src/capture';
import { check } from '../../src/check';
import { Random } from './random';

const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');
const FOLDERS = ['kernel', 'formats', 'public', join('layers', 'pcap')];
const TEXTS = join('test', 'fixtures', 'paste');
/** Files up to this size are changed, octets; connections of each that are opened, and one flow in so many that is checked too. */
const LARGEST = 40_000;
const MOST_OPENED = 2;
const CHECKED = 8;
/** Lines of a flow for each packet of its capture, and for any capture: what must have been sent is bounded. */
const MOST_LINES = 16_384;

export interface CaptureTrials {
  readonly captures: number;
  readonly texts: number;
  /** By what was thrown: the number of the first trial, and how many there were. */
  readonly failed: ReadonlyMap<string, { readonly first: number; times: number }>;
}

/** Tries changed captures, each tenth time a changed text. A number and the seed determine a trial. */
export async function tryCaptures(count: number, seed: number, from: number): Promise<CaptureTrials> {
  const files = FOLDERS.flatMap((folder) => filesIn(join(CORPUS, folder), /\.(?:pcap|pcapng)$/));
  const texts = filesIn(TEXTS, /\.(?:txt|csv)$/).map((octets) => octets.toString('utf8'));
  const failed = new Map<string, { first: number; times: number }>();
  let captures = 0;
  for (let number = from; number < from + count; number++) {
    const r = new Random(seed, number);
    try {
      if (number % 10 === 0 && texts.length > 0) await pastedFlow(changedText(r.of(texts), r));
      else if (files.length > 0) {
        captures++;
        await tryCapture(changed(r.of(files), r), r);
      }
    } catch (error) {
      const text =
        error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
      const known = failed.get(text);
      if (known === undefined) failed.set(text, { first: number, times: 1 });
      else known.times++;
    }
  }
  return { captures, texts: count - captures, failed };
}

function filesIn(folder: string, ending: RegExp): Buffer[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => ending.test(file));
  return files.map((file) => readFileSync(join(folder, file))).filter(({ length }) => length <= LARGEST);
}

/** Some octets are others, a piece is gone or comes twice, the end is cut off. */
function changed(file: Uint8Array, r: Random): Uint8Array {
  let octets = Uint8Array.from(file);
  for (let n = r.below(8); n > 0; n--) octets[r.below(octets.length)] = r.of([0, 1, 255, r.below(256)]);
  if (r.chance(0.2)) {
    const at = r.below(octets.length);
    const piece = octets.subarray(at, at + r.below(2000));
    const rest = r.chance(0.5) ? [piece, piece] : [];
    octets = Uint8Array.from(Buffer.concat([octets.subarray(0, at), ...rest, octets.subarray(at + piece.length)]));
  }
  return r.chance(0.1) ? octets.subarray(0, r.below(octets.length)) : octets;
}

function changedText(text: string, r: Random): string {
  const characters = [...text.slice(0, 20_000)];
  for (let n = 1 + r.below(12); n > 0; n--)
    characters[r.below(characters.length)] = r.of([
      '',
      ' ',
      ',',
      '9',
      '\n',
      '[',
      'x',
      '\0',
      '4294967295',
      characters[0] ?? '',
    ]);
  return characters.join('');
}

async function tryCapture(octets: Uint8Array, r: Random): Promise<void> {
  const capture = readOctets(octets);
  for (const { id } of capture.connections.slice(0, MOST_OPENED)) {
    const opened = await openConnection(capture, id, inMemory(octets), { file: 'x.pcap' });
    if ('problem' in opened) continue;
    const lines = opened.script.lines.length;
    if (lines > MOST_LINES + 8 * opened.sightings.length) throw new Error(`${lines} lines`);
    if (r.below(CHECKED) === 0) check(opened.script);
  }
}
