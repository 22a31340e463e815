/** Tests all that reads captures and explains them on one case: nothing throws, and what comes of it is bounded. */
import assert from 'node:assert/strict';
import { type Capture, openInSlices, pasted, readOctets, sightingsIn } from '../../src/capture';
import type { Connection, Sighting } from '../../src/capture';
import { explain } from '../../src/capture/explain';
import { check, finished } from '../../src/check';
import { formatted } from '../../src/script';
import { assertWellExplained } from '../unit/capture/well-explained';
import type { CaptureCase } from './captures';
import type { Random } from './random';
import type { Clocks, Failure } from './trial';

/** Connections of a case that are explained; of one up to so many packets, each case, else one in so many. */
const MOST_EXPLAINED = 2;
const SMALL = 40;
const EXPLAINED = 16;
/** Of the explained ones, one in so many is opened, and checked. */
const OPENED = 20;
/** Lines of a flow for each packet of its capture, and for any capture: what must have been sent is bounded. */
const LINES_A_PACKET = 8;
const MOST_LINES = 16_384;
/** The most CPU time of a case, milliseconds. */
const MOST_TIME = 4000;

/**
 * The failures of a case.
 *
 * @param r decides how much is done with it; without it, all is
 * @param entered is called with each law before it is tested
 */
export function tryCapture(
  one: CaptureCase,
  r: Random | undefined,
  entered: (law: string) => void,
  { passed, used }: Clocks,
): Failure[] {
  const failures: Failure[] = [];
  let law = '';
  const enter = (next: string): void => entered((law = next));
  const [start, before] = [passed(), used()];
  try {
    tryLaws(one, r, enter);
  } catch (error) {
    failures.push({ law, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const took = passed() - start > MOST_TIME ? used() - before : 0;
  if (took > MOST_TIME) failures.push({ law: 'time', message: `${law} ended after ${took.toFixed(0)} ms` });
  return failures;
}

function tryLaws(one: CaptureCase, r: Random | undefined, enter: (law: string) => void): void {
  enter('read');
  const file = typeof one === 'string' ? pasted(one)?.file : one;
  if (file === undefined) return;
  const capture = readOctets(file);
  const sightings = sightingsIn(capture, file);
  assertTable(capture, file, sightings);
  const some = capture.connections.slice(0, MOST_EXPLAINED);
  for (const connection of some) {
    if (r !== undefined && connection.packets > SMALL && r.below(EXPLAINED) > 0) continue;
    const own = sightings.filter((_, row) => capture.packets.connection[row] === connection.id);
    enter('explain');
    assertWellExplained(explain([{ sightings: own }]));
    if (r === undefined || r.below(OPENED) === 0) openAll(connection, own, enter);
  }
}

function assertTable(
  { packets, counts, connections }: Capture,
  { length }: Uint8Array,
  all: readonly Sighting[],
): void {
  assert.ok(counts.frames <= length / 12, 'no more frames than there is room for');
  assert.ok(packets.count <= counts.frames, 'no more packets than frames');
  assert.equal(all.length, packets.count, 'each packet is read again');
  const counted = connections.reduce((sum, one) => sum + one.packets, 0);
  assert.equal(counted, all.filter(({ packet }) => packet !== undefined).length, 'each packet counts once');
}

function openAll(connection: Connection, sightings: readonly Sighting[], enter: (law: string) => void): void {
  enter('open');
  const opened = finished(openInSlices(connection, sightings, { file: 'x.pcap' }));
  if ('problem' in opened) return;
  const { script, text } = opened;
  const most = MOST_LINES + LINES_A_PACKET * sightings.length;
  assert.ok(script.lines.length <= most, `${script.lines.length} lines`);
  const wrong = script.lines.flatMap(({ findings }, i) =>
    findings.map(({ rule }) => `${rule} ${text.split('\n')[i] ?? ''}`),
  );
  assert.deepEqual(wrong, [], 'each line can be read');
  assert.equal(formatted(script).join('\n'), text, 'the flow is formatted');
  enter('check');
  check(script);
}
