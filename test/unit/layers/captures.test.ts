import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check } from '../../../src/check';
import { createParser, quoted } from '../../../src/script';
import { isGrave } from '../../../src/trace';
import { FIN, add } from '../../../src/wire';
import { segmentText } from '../../kernel/flow';
import type { Packet } from '../../../src/capture';
import { packetsIn } from '../../kernel/frames';

/** Captures of HTTP on loopback, both directions: beside the checkout, or where TCPFLOW_CORPUS says. */
const FOLDER = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers', 'pcap');

/** A capture as a flow: each segment a line, in the order of capture. */
function flowOf(file: string): string {
  const packets = packetsIn(readFileSync(file)).map(({ packet }) => packet);
  assert.ok(packets.length > 0);
  const server = Math.min(...packets.flatMap((p) => [p.sourcePort, p.destinationPort]));
  const first = packets.find((p) => p.destinationPort === server);
  const name = (port: number): string => (port === server ? `server:${port}` : `client:${port}`);
  return [
    'profile linux',
    `host client ${first?.source ?? ''} mss=65495`,
    `host server ${first?.destination ?? ''} mss=65495`,
    ...packets.flatMap((p) => linesOf(p).map((line) => `${name(p.sourcePort)} -> ${name(p.destinationPort)} ${line}`)),
  ].join('\n');
}

/** So many octets stand on a line: segments on loopback are longer than a line may be. */
const MOST = 1500;

/** A segment with its octets as text; a long one in several lines. */
function linesOf(p: Packet): string[] {
  const { data, len } = p.segment;
  if (data === undefined || len === 0) return [segmentText(p.segment, p.otherOptions)];
  const lines: string[] = [];
  for (let at = 0; at < len; at += MOST) {
    const part = data.subarray(at, at + MOST);
    const isLast = at + MOST >= len;
    const flags = isLast ? p.segment.flags : p.segment.flags & ~FIN;
    const segment = { ...p.segment, flags, seq: add(p.segment.seq, at), len: part.length };
    lines.push(segmentText(segment, p.otherOptions).replace(/ len=\d+/, ` ${quoted(part)}`));
  }
  return lines;
}

describe('HTTP captures', () => {
  const HEARD = ['GET /', '200 OK', 'GET /chunked', '200 OK', 'GET /big', '200 OK'];
  for (const name of ['http11-keepalive', 'http10-close']) {
    const file = join(FOLDER, `${name}.pcap`);
    if (!existsSync(file)) {
      it(`${name}: the capture is absent here`, () => {
        console.log(`      ${file} is absent: HTTP captures are read where the corpus is`);
      });
      continue;
    }
    it(`${name}: every message is named, and nothing is wrong`, () => {
      const trace = check(createParser().parse(flowOf(file)));
      const heard = trace.steps.flatMap((step) => step.hears ?? []).map((m) => m.name);
      assert.deepEqual(heard, HEARD);
      // One tap does not tell when a segment arrived: what TCP finds by that is not held here.
      const found = trace.findings.filter((f) => f.rule.startsWith('http1/') && isGrave(f));
      assert.deepEqual(found, []);
    });
  }
});
