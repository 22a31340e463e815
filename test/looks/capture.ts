/** A captured flow of thousands of segments. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { flowOf } from '../kernel/flow';
import { packetOf } from '../kernel/packet';
import { readPcap } from '../kernel/pcap';
import type { Seen } from '../kernel/run';

/** The folder of the captures: beside the checkout, or from TCPFLOW_CORPUS. */
const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');

/** A capture as a flow in which each segment arrives as soon as it is seen; undefined if the capture does not exist. */
export function capturedFlow(name: string): string | undefined {
  const file = `${CORPUS}/large/${name}.pcap`;
  if (!existsSync(file)) return undefined;
  const capture = readPcap(readFileSync(file));
  const seen: Seen[] = [];
  for (const { number, bytes } of capture?.frames ?? []) {
    const packet = packetOf(capture?.linkType ?? 0, bytes);
    // A single capture gives the order of segments. With equal times, several would seem to be in flight together.
    if (packet) seen.push({ frame: number, time: number, packet });
  }
  const flow = flowOf({
    name,
    scenario: name,
    kind: 'large',
    client: [],
    server: [],
    loopback: seen,
    refused: [],
    path: [],
    events: [],
  });
  return 'text' in flow ? flow.text : undefined;
}
