import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sighting } from '../../../src/capture';
import type { TapPlace } from '../../../src/capture/explain';
import { ACK, FIN, PSH, RST, SYN, seq } from '../../../src/wire';

/** Captures as columns, with the fates expected beside the packets: README.md there has the format. */
const FOLDER = join('test', 'fixtures', 'evidence');

const FLAGS: Readonly<Record<string, number>> = { S: SYN, A: ACK, F: FIN, P: PSH, R: RST };

/** A case of a file: one capture, or two of one connection. */
export interface Case {
  readonly title: string;
  readonly taps: { readonly place: TapPlace; readonly sightings: Sighting[] }[];
  /** Expectations of the frames of the first capture, and of segments that are supposed. */
  readonly fates: Map<number, string>;
  readonly supposed: string[];
}

function casesOf(text: string): readonly Case[] {
  const cases: Case[] = [];
  let ids = { c: 0, s: 0 };
  for (const line of text.split('\n')) {
    const [packet = '', fate] = line.split(' : ').map((part) => part.trim());
    const current = cases.at(-1);
    if (line.startsWith('#')) cases.push({ title: line.slice(2), taps: [], fates: new Map(), supposed: [] });
    else if (current === undefined || line === '') continue;
    else if (line.startsWith('@')) {
      current.taps.push({ place: line.slice(2) as TapPlace, sightings: [] });
      ids = { c: 0, s: 0 };
    } else if (line.startsWith('?')) current.supposed.push(`${packet.slice(2)} : ${fate ?? ''}`);
    else {
      const { sightings } = current.taps.at(-1) ?? assert.fail(line);
      const frame = sightings.length + 1;
      sightings.push(sightingOf(packet, frame, ids));
      if (fate !== undefined && current.taps.length === 1) current.fates.set(frame, fate);
    }
  }
  return cases;
}

function sightingOf(line: string, frame: number, ids: { c: number; s: number }): Sighting {
  const [at, from, flags, number, ack, len, ...more] = line.split(/ +/);
  const given = new Map(more.map((word) => word.split('=') as [string, string | undefined]));
  const isClient = from === 'c';
  const [val, ecr] = (given.get('ts') ?? '').split('/').map(Number);
  const blocks = (given.get('sack') ?? given.get('dsack'))?.split(',').map((block) => {
    const [left, right] = block.split('-').map(Number);
    return { left: seq(left ?? 0), right: seq(right ?? 0) };
  });
  const host = isClient ? 'c' : 's';
  const id = Number(given.get('id') ?? ids[host] + 1);
  if (id !== 0) ids[host] = id;
  const mss = given.get('mss');
  return {
    frame,
    at: Math.round(Number(at) * 1000),
    from: isClient ? 'client' : 'server',
    direction: undefined,
    isCut: false,
    icmp: undefined,
    packet: {
      source: isClient ? '10.0.0.1' : '10.0.0.2',
      sourcePort: isClient ? 49152 : 80,
      destination: isClient ? '10.0.0.2' : '10.0.0.1',
      destinationPort: isClient ? 80 : 49152,
      segment: {
        seq: seq(Number(number)),
        ack: seq(Number(ack)),
        flags: [...(flags ?? '')].reduce((all, flag) => all | (FLAGS[flag] ?? assert.fail(line)), 0),
        win: Number(given.get('win') ?? 1000),
        urg: 0,
        len: Number(len),
        options: {
          ...(given.has('ts') ? { ts: { val: seq(val ?? 0), ecr: seq(ecr ?? 0) } } : {}),
          ...(blocks === undefined ? {} : { sack: blocks }),
          ...(mss === undefined ? {} : { mss: Number(mss) }),
        },
      },
      otherOptions: new Uint8Array(),
      optionsBreakOff: false,
      ecn: 0,
      ttl: Number(given.get('ttl') ?? 64),
      identification: id,
      reserved: 0,
      checksum: !given.has('bad'),
      cut: undefined,
    },
  };
}

/** The files, each with its cases. */
export const CASES: readonly { readonly file: string; readonly cases: readonly Case[] }[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => ({ file: name.replace('.txt', ''), cases: casesOf(readFileSync(join(FOLDER, name), 'utf8')) }));
