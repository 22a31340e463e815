/** Explaining connections of large captures: beside reading them, and with the check beside tshark with its analysis. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Capture, inMemory, openConnections, readOctets } from '../../src/capture';
import { explain } from '../../src/capture/explain';
import { packetsOfEach } from '../../src/capture/read';
import { check } from '../../src/check';

/** Large captures: beside the checkout, or where TCPFLOW_CORPUS says. */
const FOLDER = join(process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus'), 'large');

/** Connections up to so many packets together are explained and checked. */
const MOST = 12_000;
/** The fields of tshark's analysis of TCP that it computes for each packet. */
const FIELDS = ['frame.number', 'tcp.analysis.flags', 'tcp.analysis.ack_rtt', 'tcp.analysis.bytes_in_flight'];

export interface ExplainFigures {
  readonly file: string;
  readonly packets: number;
  /** Packets a second of CPU time: read into columns, and explained once they are values. */
  readonly readRate: number;
  readonly explainRate: number;
  /** Packets that were opened as flows and checked, and the time of that, reading included; none of a connection that is too long. */
  readonly checked: number;
  readonly checkMs: number;
  /** The time of `tshark -T fields` for all packets, its start included; undefined without tshark. */
  readonly tsharkMs: number | undefined;
}

/** CPU time of this process, milliseconds: other processes do not count. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Figures for each large capture; none without the corpus. */
export async function explainTimes(): Promise<ExplainFigures[]> {
  if (!existsSync(FOLDER)) return [];
  const figures: ExplainFigures[] = [];
  for (const file of readdirSync(FOLDER)) {
    const octets = readFileSync(join(FOLDER, file));
    readOctets(octets);
    const start = used();
    const capture = readOctets(octets);
    const readMs = used() - start;
    const { count } = capture.packets;
    figures.push({
      file,
      packets: count,
      readRate: (1000 * count) / readMs,
      explainRate: await explainRate(capture, octets),
      ...(await checkTime(capture, octets, file, readMs)),
      tsharkMs: tsharkTime(join(FOLDER, file)),
    });
  }
  return figures;
}

/** Packets that are explained in a second, at the second time. */
async function explainRate(capture: Capture, octets: Uint8Array): Promise<number> {
  let rate = 0;
  for (let round = 0; round < 2; round++) {
    let [packets, time] = [0, 0];
    for await (const { sightings } of packetsOfEach(capture, capture.connections, () => inMemory(octets))) {
      const start = used();
      explain([{ sightings }]);
      time += used() - start;
      packets += sightings.length;
      if (packets > MOST) break;
    }
    rate = (1000 * packets) / time;
  }
  return rate;
}

async function checkTime(
  capture: Capture,
  octets: Uint8Array,
  file: string,
  readMs: number,
): Promise<Pick<ExplainFigures, 'checked' | 'checkMs'>> {
  const start = used();
  let checked = 0;
  for await (const opened of openConnections(capture, () => inMemory(octets), { file })) {
    if ('problem' in opened) continue;
    // Flows whose payloads are told are checked with these.
    if (opened.trace === undefined) check(opened.script);
    checked += opened.connection.packets;
    if (checked > MOST) break;
  }
  return { checked, checkMs: used() - start + (readMs * checked) / Math.max(1, capture.packets.count) };
}

function tsharkTime(file: string): number | undefined {
  const start = performance.now();
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const { status } = spawnSync('tshark', ['-r', file, '-T', 'fields', ...fields], { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : undefined;
}
