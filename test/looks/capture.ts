/** A flow of thousands of segments, as they were seen on a wire. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { flowOf } from '../kernel/flow';
import { packetOf } from '../kernel/packet';
import { readPcap } from '../kernel/pcap';
import type { Seen } from '../kernel/run';

/** Where the captures lie: beside the checkout, or where TCPFLOW_CORPUS says. */
const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');

/** The capture of one tap as a flow, each segment explicit and there as soon as it is seen; undefined where it is not. */
export function capturedFlow(name: string): string | undefined {
  const file = `${CORPUS}/large/${name}.pcap`;
  if (!existsSync(file)) return undefined;
  const capture = readPcap(readFileSync(file));
  const seen: Seen[] = [];
  for (const { number, bytes } of capture?.frames ?? []) {
    const packet = packetOf(capture?.linkType ?? 0, bytes);
    // One tap tells the order of the segments; several of one instant would seem to be on their way together.
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
