import assert from 'node:assert/strict';
import { TAPS, type TapSide, exportFlow, openConnection, readOctets, inMemory } from '../../../src/capture';
import type { Passage } from '../../../src/capture/explain';
import { check } from '../../../src/check';
import { createParser } from '../../../src/script';
import type { Trace } from '../../../src/trace';
import { formatFlags, joined } from '../../../src/wire';
import { findingText } from '../../../src/words/finding';
import { sayIn } from '../../../src/words/words';
import { libraryFlows } from '../library';
import { some } from '../share';

const english = sayIn('en');

/** Fates of segments, by their sender, numbers and count. */
type Fates = ReadonlyMap<string, string>;

const exported = (trace: Trace, tap: TapSide): Uint8Array =>
  joined(...exportFlow(trace, tap, { say: english, finding: (f) => findingText(f, english) }).pieces());

/** The segments that a flow sends, and what becomes of each. What a host drops has arrived, as far as a tap can tell. */
function fatesIn(trace: Trace): Fates {
  const arrived = new Set<number>();
  for (const step of trace.steps) {
    if (!('sent' in step)) continue;
    if (step.fate === 'arrived' || step.fate === 'dropped') arrived.add((step.sent.copyOf ?? step.sent).id);
  }
  const fates = new Map<string, string>();
  for (const step of trace.steps) {
    if (step.kind !== 'segment' || step.fate === 'not-sent') continue;
    const { id, segment } = step.sent;
    put(fates, keyOf(segment), arrived.has(id) ? 'arrived' : 'lost');
  }
  return fates;
}

function keyOf({ flags, seq, ack, len, win }: Passage['segment']): string {
  return [formatFlags(flags), seq, ack, len, win].join(' ');
}

function put(fates: Map<string, string>, key: string, fate: string): void {
  const own = fates.get(key);
  fates.set(key, own === undefined ? fate : [...own.split(','), fate].sort().join());
}

/** The fates that an import gives; only those that are proved, if that is asked for. */
async function fatesOfImport(
  trace: Trace,
  taps: readonly TapSide[],
  onlyProved: boolean,
): Promise<Map<string, string> | undefined> {
  const [first, second] = taps.map((tap) => exported(trace, tap));
  if (first === undefined || readOctets(first).connections.length !== 1) return undefined;
  const other = second && { capture: readOctets(second), again: () => inMemory(second) };
  const opened = await openConnection(readOctets(first), 1, inMemory(first), { file: 'x.pcapng', tap: taps[0] }, other);
  if ('problem' in opened || (other !== undefined && !opened.isPaired)) return undefined;
  const fates = new Map<string, string>();
  for (const { kind: event, passage } of opened.explanation.events) {
    const { fate, segment, supposed } = passage;
    if (event !== 'send' || supposed) continue;
    const kind = fate.kind === 'dropped' ? 'arrived' : fate.kind;
    put(fates, keyOf(segment), onlyProved && fate.sure !== 'proved' ? '?' : kind);
  }
  return fates;
}

describe('a flow that is exported and imported', () => {
  /** Flows of one connection: what a third host sends in another's name is none of its sendings. */
  const flows = some(libraryFlows(), 24).flatMap(({ id, text }) => {
    const trace = check(createParser().parse(text));
    return trace.cast.ends.length === 2 ? [{ id, trace }] : [];
  });

  it('from both taps has the same segments with the same fates', async function () {
    let count = 0;
    for (const { id, trace } of flows) {
      const found = await fatesOfImport(trace, TAPS, false);
      if (found === undefined) continue;
      count++;
      assert.deepEqual([...found].sort(), [...fatesIn(trace)].sort(), id);
    }
    this.runnable().title += `: ${count}`;
    assert.ok(count > 0);
  });

  for (const tap of TAPS) {
    it(`from the ${tap}’s tap has no other fate that is proved`, async function () {
      let count = 0;
      for (const { id, trace } of flows) {
        const wanted = fatesIn(trace);
        for (const [key, fate] of (await fatesOfImport(trace, [tap], true)) ?? []) {
          // A tap does not see what is lost before it.
          const left = (wanted.get(key) ?? '').split(',');
          for (const one of fate.split(',').filter((proved) => proved !== '?')) {
            assert.ok(left.includes(one), `${id}: ${key} ${one}`);
            left.splice(left.indexOf(one), 1);
            count++;
          }
        }
      }
      this.runnable().title += `: ${count}`;
      assert.ok(count > 0);
    });
  }
});
