/** The names of segments held against the flags of tshark, frame by frame. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOctets } from '../../../src/capture';
import { type Explanation, explain } from '../../../src/capture/explain';
import { type Name, namesOf } from '../../../src/capture/names';
import { connectionsIn } from '../../kernel/fates';

/** A flag of tshark, and the names that mean the same. */
export const FLAGS: readonly (readonly [flag: string, names: readonly (Name | 'reused-ports')[]])[] = [
  [
    'retransmission',
    ['retransmission', 'fast-retransmission', 'spurious-retransmission', 'tail-loss-probe', 'window-probe'],
  ],
  ['fast_retransmission', ['fast-retransmission']],
  ['spurious_retransmission', ['spurious-retransmission']],
  ['out_of_order', ['out-of-order']],
  ['duplicate_ack', ['duplicate-ack']],
  ['window_update', ['window-update']],
  ['window_full', ['window-full']],
  ['zero_window', ['zero-window']],
  ['keep_alive', ['keepalive']],
  ['keep_alive_ack', ['keepalive-ack']],
];

export interface Agreement {
  both: number;
  tshark: number;
  ours: number;
  /** Frames on which the two differ: `file frame: flags / names`. */
  readonly differences: string[];
}

export const newAgreements = (): Map<string, Agreement> =>
  new Map(FLAGS.map(([flag]) => [flag, { both: 0, tshark: 0, ours: 0, differences: [] }]));

/** The names of the frames of a capture. */
export function namesIn(explanations: readonly Explanation[]): ReadonlyMap<number, ReadonlySet<Name>> {
  const byFrame = new Map<number, Set<Name>>();
  for (const explanation of explanations) {
    for (const [passage, names] of namesOf(explanation)) {
      for (const frame of passage.frames) {
        const own = byFrame.get(frame) ?? new Set();
        for (const name of names) own.add(name);
        byFrame.set(frame, own);
      }
    }
  }
  return byFrame;
}

/** Holds a capture against the flags of tshark, if there are any; returns false if not. */
export function agree(folder: string, file: string, flags: string, agreements: Map<string, Agreement>): boolean {
  const at = join(flags, `${file}.tsv`);
  if (!existsSync(at)) return false;
  const octets = readFileSync(join(folder, file));
  if (readOctets(octets).problem !== undefined) return false;
  const names = namesIn(connectionsIn(octets).map((sightings) => explain([{ sightings }])));
  for (const line of readFileSync(at, 'utf8').trimEnd().split('\n').slice(1)) {
    const cells = line.split('\t');
    const frame = Number(cells[0]);
    const theirs = new Set((cells[11] ?? '').split(','));
    const own: ReadonlySet<string> = names.get(frame) ?? new Set();
    for (const [flag, meant] of FLAGS) {
      const agreement = agreements.get(flag);
      const isOurs = meant.some((name) => own.has(name));
      const isTheirs = theirs.has(flag);
      if (agreement === undefined || !(isOurs || isTheirs)) continue;
      agreement[isOurs && isTheirs ? 'both' : isOurs ? 'ours' : 'tshark']++;
      if (isOurs !== isTheirs)
        agreement.differences.push(`${file} ${frame}: ${[...theirs].join()} / ${[...own].join()}`);
    }
  }
  return true;
}
