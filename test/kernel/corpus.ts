import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Timed, packetsAmong, sighted } from './frames';
import type { KernelEvent, PathRow, Refused, Run, Seen, Side } from './run';

/** The folder of the captures: beside the checkout, or from TCPFLOW_CORPUS. */
export const CORPUS = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'kernel');

export interface Listed {
  /** The run's name, such as `basic_client_close-a`. */
  readonly name: string;
  readonly scenario: string;
  readonly kind: string;
}

/** The runs in the index; none without the corpus. */
export function listRuns(): readonly Listed[] {
  const index = join(CORPUS, 'INDEX.tsv');
  if (!existsSync(index)) return [];
  const runs = new Map<string, Listed>();
  for (const [file = '', scenario = '', , , , kind = ''] of rowsOf(readFileSync(index, 'utf8')).slice(1)) {
    const name = file.replace(/\.(c|s|lo)\.pcap$/, '');
    runs.set(name, { name, scenario, kind });
  }
  return [...runs.values()];
}

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

/** Reads one run: its captures, the relay's log, and the kernels' events. */
export function readRun(listed: Listed): Run {
  const file = (end: string): string => join(CORPUS, `${listed.name}.${end}`);
  const tap = (end: string): readonly Timed[] => (existsSync(file(end)) ? sighted(readFileSync(file(end))) : []);
  const [client, server] = [tap('c.pcap'), tap('s.pcap')];
  return {
    ...listed,
    refused: [...refusedIn(client, 'client'), ...refusedIn(server, 'server')],
    client: seenIn(client),
    server: seenIn(server),
    loopback: seenIn(tap('lo.pcap')),
    path: rowsOf(readFileSync(file('path.tsv'), 'utf8')).map(pathRow),
    events: rowsOf(readFileSync(file('states.tsv'), 'utf8')).map(kernelEvent),
  };
}

function seenIn(sightings: readonly Timed[]): readonly Seen[] {
  let now = 0;
  return packetsAmong(sightings).map(({ frame, time, packet }) => {
    // The order of the frames counts; clocks of two processors may differ by a microsecond.
    now = Math.max(now, time);
    return { frame, time: now, packet };
  });
}

/** The ICMP errors "too big" in the capture at a host: RFC 792 (type 3, code 4) and RFC 4443 §3.2 (type 2). */
function refusedIn(sightings: readonly Timed[], side: Side): readonly Refused[] {
  const own = packetsAmong(sightings)[0]?.packet;
  // The client sends the first segment.
  const address = side === 'client' ? own?.source : own?.destination;
  return sightings.flatMap(({ time, icmp: about }) => {
    const isTooBig = about?.version === 4 ? about.type === 3 && about.code === 4 : about?.type === 2;
    return about === undefined || !isTooBig || about.source !== address ? [] : [{ time, side, about }];
  });
}

const frameNumber = (text: string | undefined): number | undefined =>
  text === undefined || text === '-' ? undefined : Number(text);

function pathRow([time = '', sender = '', , , fate = '', client, server]: string[]): PathRow {
  return {
    time: Number(time) * 1e6,
    sender: sender as Side,
    fate,
    client: frameNumber(client),
    server: frameNumber(server),
  };
}

function kernelEvent([time = '', side = '', local = '', remote = '', event = '', detail = '']: string[]): KernelEvent {
  return { time: Math.round(Number(time) * 1e6), side, local: Number(local), remote: Number(remote), event, detail };
}
