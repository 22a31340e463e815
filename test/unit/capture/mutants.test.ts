import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, type Sighting, inMemory, packetsOf, readOctets } from '../../../src/capture';
import { explain } from '../../../src/capture/explain';
import { flowOf } from '../../../src/capture/flow';
import { searchInSlices } from '../../../src/capture/flow/search';
import { check, finished } from '../../../src/check';
import { CORPUS, listRuns } from '../../kernel/corpus';
import { mutantsAt } from '../../mutants/captures';
import { WHOLE, some } from '../share';

/** How a mutant is found: at its frame, in doubt, at a later frame that contradicts it, not at all. */
type Verdict = 'there' | 'open' | 'later' | 'missed';

function verdictOf(file: string, connection: Connection, sightings: readonly Sighting[], frame: number): Verdict {
  const source = { file, connection, sightings };
  const { script } = flowOf(finished(searchInSlices(explain([{ sightings }]), source)).explanation, source);
  const framesAt = (line: number): readonly number[] => {
    const statement = script.lines[line]?.statement;
    return statement?.kind === 'segment' ? (statement.frames?.numbers.map(({ value }) => value) ?? []) : [];
  };
  const { findings } = check(script);
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.some(({ line }) => framesAt(line).includes(frame))) return 'there';
  if (findings.some(({ level }) => level === 'open')) return 'open';
  return errors.length > 0 ? 'later' : 'missed';
}

/** A longer connection is left out: each mutant of it takes a second. */
const LONGEST = 150;
/** The mutants of a capture: all laws, and the unit run. */
const MANY = 6;
const FEW = 1;

describe('mutants of captures', () => {
  const runs = some(
    listRuns().filter(({ kind }) => kind === 'natural'),
    13,
  );
  if (runs.length === 0) {
    it('captures are absent', () => console.log(`      ${CORPUS} is absent: its captures are changed where it is`));
    return;
  }

  it('one field of one frame changed: found at its frame, open, or at the frame that contradicts it', async function () {
    const found: Record<Verdict, number> = { there: 0, open: 0, later: 0, missed: 0 };
    const missed: string[] = [];
    // A linear congruence spreads the frames and the fields that are changed.
    let state = 7;
    const below = (count: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * count);
    };
    for (const file of runs.flatMap(({ name }) => [`${name}.c.pcap`, `${name}.s.pcap`])) {
      if (!existsSync(join(CORPUS, file))) continue;
      const octets = readFileSync(join(CORPUS, file));
      const capture = readOctets(octets);
      for (let n = 0; n < (WHOLE ? MANY : FEW); n++) {
        const connection = capture.connections[below(capture.connections.length)];
        if (connection === undefined || connection.packets > LONGEST) continue;
        const sightings = await packetsOf(capture, connection.id, inMemory(octets));
        const all = mutantsAt(sightings, below(sightings.length));
        const mutant = all[below(all.length)];
        if (mutant === undefined) continue;
        const verdict = verdictOf(file, connection, mutant.sightings, mutant.frame);
        found[verdict]++;
        if (verdict === 'missed') missed.push(`${file} ${mutant.frame} ${mutant.kind}`);
      }
    }
    const all = found.there + found.open + found.later + found.missed;
    this.runnable().title += `: ${found.there} of ${all} there, ${found.open} open, ${found.later} later`;
    if (process.env.SHOW !== undefined) console.log(missed.join('\n'));
    if (!WHOLE) return;
    assert.ok(found.there >= 0.8 * all, JSON.stringify(found));
  });
});
