import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenedConnection, inMemory, openConnections, readOctets } from '../../../src/capture';
import { check } from '../../../src/check';
import { CORPUS, listRuns } from '../../kernel/corpus';
import { POORER, type PoorerName, poorer } from '../../kernel/poorer';
import { WHOLE } from '../share';

/** A longer connection is left out: it takes seconds. */
const LONGEST = 800;
/** One run in so many is shown; with TCPFLOW_SWEEPS=all each. */
const PART = process.env.TCPFLOW_SWEEPS === 'all' ? 1 : 4;

/** The part of the captures that open without an error, at least, as it is now; all should. */
const LEAST: Readonly<Record<PoorerName, number>> = {
  'without every 20th frame': 0.98,
  'without every fifth frame': 0.97,
  'without a tenth in the middle': 0.95,
  'without its first frame': 0.98,
  'without its first five frames': 0.95,
  'without its first half': 0.96,
  'without its second half': 1,
  'of the client alone': 1,
  'of the server alone': 1,
  'cut at 66 octets': 0.98,
  'cut at 54 octets': 1,
  'cut at 40 octets': 1,
};

type Named = (opened: OpenedConnection) => boolean;
const notes =
  (id: string): Named =>
  ({ explanation }) =>
    explanation.notes.some((note) => note.id === id);

/** A segment alone may have had no answer. */
const oneDirection: Named = (opened) => opened.connection.packets === 1 || notes('one-direction')(opened);

/** The note that names what each connection lacks, where each lacks something. */
const NAMED: Partial<Readonly<Record<PoorerName, Named>>> = {
  'of the client alone': oneDirection,
  'of the server alone': oneDirection,
  'cut at 54 octets': notes('cut-short'),
};

describe('captures of poorer taps', () => {
  // They take minutes: only the run of all laws shows them.
  if (!WHOLE) return;
  const runs = listRuns()
    .filter(({ kind }) => kind === 'natural')
    .filter((_, i) => i % PART === 0);
  if (runs.length === 0) {
    it('captures are absent', () => console.log(`      ${CORPUS} is absent: its captures are made poorer where it is`));
    return;
  }

  for (const [name, how] of Object.entries(POORER) as [PoorerName, (typeof POORER)[PoorerName]][]) {
    it(`${name}: no fewer open without an error`, async function () {
      const wrong: string[] = [];
      let [all, unnamed] = [0, 0];
      for (const file of runs.flatMap((run) => [`${run.name}.c.pcap`, `${run.name}.s.pcap`])) {
        if (!existsSync(join(CORPUS, file))) continue;
        const octets = poorer(readFileSync(join(CORPUS, file)), how);
        const capture = readOctets(octets);
        if (capture.packets.count === 0) continue;
        all++;
        let errors = 0;
        for await (const opened of openConnections(capture, () => inMemory(octets), { file })) {
          if ('problem' in opened || opened.connection.packets > LONGEST) continue;
          errors += check(opened.script).findings.filter(({ level }) => level === 'error').length;
          if (NAMED[name]?.(opened) === false) unnamed++;
        }
        if (errors > 0) wrong.push(file);
      }
      this.runnable().title += `: ${all - wrong.length} of ${all} without error, ${unnamed} unnamed`;
      assert.ok(all - wrong.length >= LEAST[name] * all, wrong.join('\n'));
      assert.equal(unnamed, 0, 'connections that lack something, and have no note of it');
    });
  }
});
