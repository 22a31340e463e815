/** A captured flow of thousands of segments. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { flowOf } from '../kernel/flow';
import { packetsIn } from '../kernel/frames';
import type { Seen } from '../kernel/run';

/** The folder of the captures: beside the checkout, or from TCPFLOW_CORPUS. */
const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');

/** A capture as a flow in which each segment arrives as soon as it is seen; undefined if the capture does not exist. */
export function capturedFlow(name: string): string | undefined {
  const file = `${CORPUS}/large/${name}.pcap`;
  if (!existsSync(file)) return undefined;
  // A single capture gives the order of segments. With equal times, several would seem to be in flight together.
  const seen: readonly Seen[] = packetsIn(readFileSync(file)).map((p) => ({ ...p, time: p.frame }));
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
