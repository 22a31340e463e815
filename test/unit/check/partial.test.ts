import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { SILENCES } from '../../../src/trace/flow-rules';
import { CERTAIN } from '../../../src/tcp/incomplete';
import { SEGMENT_RULES } from '../../../src/tcp/rules';
import { holds, play } from './expecting';

interface Flow {
  readonly title: string;
  readonly text: string;
}

/** The flows of a file; each begins with a heading. */
function flowsIn(file: string): Flow[] {
  const [, ...parts] = readFileSync(`test/fixtures/flows/partial/${file}`, 'utf8').split(/^### /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { title: part.slice(0, end), text: part.slice(end + 1).trimEnd() };
  });
}

/** Flows that begin in the middle of a connection, lack segments, or contain a host that forgets. */
describe('partial knowledge', () => {
  for (const file of readdirSync('test/fixtures/flows/partial')) {
    describe(file.replace('.tcpflow', ''), () => {
      for (const { title, text } of flowsIn(file)) it(title, () => holds(text));
    });
  }

  describe('needs', () => {
    const flows = flowsIn('needs.tcpflow').map(({ title, text }) => {
      const [rule = '', verdict = '', reason] = title.split(' ');
      return { rule, verdict, reason, text };
    });

    it('names the reason of what is open', () => {
      for (const { rule, verdict, reason, text } of flows) {
        const found = play(text).findings.filter((f) => f.rule === rule);
        const because = verdict === 'open' ? [reason] : [undefined];
        assert.deepEqual([...new Set(found.map((f) => f.because))], because, text);
      }
    });

    it('leaves certain rules as they are where frames are missing: each of them exists', () => {
      const ids = new Set(SEGMENT_RULES.map((rule) => rule.id));
      assert.deepEqual(
        [...CERTAIN].filter((id) => !ids.has(id)),
        [],
      );
    });

    it('has both flows for every rule that needs something', () => {
      const silent = Object.entries(SILENCES).filter(([, rule]) => rule.needs !== undefined);
      const needing = [
        ...SEGMENT_RULES.filter((rule) => rule.needs !== undefined).map((rule) => rule.id),
        ...silent.map(([id]) => id),
      ];
      for (const verdict of ['open', 'known']) {
        const shown = new Set(flows.filter((f) => f.verdict === verdict).map((f) => f.rule));
        assert.deepEqual(
          needing.filter((id) => !shown.has(id)),
          [],
          verdict,
        );
      }
    });
  });
});
