/** Unknown facets of a flow that begins in the middle of a connection are shown as such in diagram, texts and tables. */
import assert from 'node:assert/strict';
import { PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { svg } from '../../../src/diagram/export';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import type { Row } from '../../../src/diagram/model';
import { endpointsOf } from '../../../src/tell/endpoints';
import { readHostMessage } from '../../../src/panel/messages';
import { storyOf } from '../../../src/tell/story';
import { english } from '../../../src/words/words';
import { FLOWS, play } from './flows';

const trace = play(FLOWS.supposed);
const made = diagram(trace);
const { rows, spans } = made.rows(0, made.index.rows);
const rowAtStep = (step: number): Row => rows[made.index.rowOfStep[step - 1] ?? -1] as Row;

/** The cell of a variable at a step (from 1): its value, and the reason if it is unknown. */
function cell(text: string, step: number, name: string, side: 0 | 1): string {
  const { variables } = endpointsOf(play(text), step - 1, english);
  const found = variables.find((v) => v.name === name)?.cells[side];
  assert.ok(found, `no ${name}`);
  return found.because === undefined ? found.now[0] : `${found.now[0]}: ${found.because}`;
}

const UNSEEN = 'unknown: what was sent before was not captured';
const NO_SYNS = "unknown: the connection's SYNs were not captured";

describe('diagram: partial knowledge', () => {
  it('marks the segments that were not captured, as rows and on their way', () => {
    const supposed = rows.filter((row) => row.supposed).map((row) => row.step + 1);
    assert.deepEqual(supposed, [3, 5, 6, 7, 8]);
    assert.deepEqual(
      spans.map((span) => span.supposed),
      [true],
    );
    const drawn = svg(trace, { say: english });
    assert.equal(drawn.match(/class="row \w+ supposed"/g)?.length, 5);
    assert.match(drawn, /class="span deliver supposed"/);
    // Written once for each segment, beside its transmission.
    assert.equal(drawn.match(/>not captured/g)?.length, 4);
  });

  it('says so in text, in Mermaid and in the sentence of the step', () => {
    const text = ladderText(made, 'symbolic', english);
    assert.match(text, /\.\.> {2}<SEQ=6>.*not captured +\.\.>/);
    assert.match(text, /<\.\. {2}<SEQ=5000>.*not captured +<\.\./);
    assert.match(text, /ESTABLISHED +--> {2}<SEQ=1>/);
    const lines = mermaid(made, 'symbolic', english);
    assert.match(lines, /h0-->>h1: .* not captured · 200 bytes/);
    assert.match(lines, /h0--xh1: .* not captured/);
    assert.match(lines, /h0--\)h1: .* not captured/);
    assert.match(lines, /Note right of h1: ESTABLISHED, presumed/);
    assert.match(storyOf(trace, 2, english).text[0], /nobody captured the segment/);
    assert.doesNotMatch(storyOf(trace, 1, english).text[0], /captured/);
  });

  it('folds no segment that was not captured into a run', () => {
    const bulk = 'client -> server ACK len=10\nserver -> client ACK\n'.repeat(8);
    const flow = play(
      `client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n${bulk}client -> server ACK len=10 supposed\n${bulk}`,
    );
    const folded = diagram(flow, { ...PLAIN, runs: true });
    const shown = folded.rows(0, folded.index.rows).rows;
    assert.equal(shown.filter((row) => row.kind === 'fold').length, 2);
    assert.equal(shown.filter((row) => row.supposed).length, 1);
  });

  it('draws a state that nothing shows yet as presumed, until its side has sent something', () => {
    assert.deepEqual(rowAtStep(1).changes[1], { end: 1, at: 'arrival', to: 'ESTABLISHED', presumed: true });
    assert.deepEqual([rowAtStep(4).presumed, rowAtStep(5).presumed], [[1], []]);
    assert.match(svg(trace, { say: english }), /class="band open presumed"[^]*>ESTABLISHED\?</);
    assert.match(storyOf(trace, 0, english).text[0], /client is in ESTABLISHED; server is presumed in ESTABLISHED/);
    const both = play('given A ESTABLISHED\ngiven B ESTABLISHED\nA -> B ACK len=10\n');
    assert.doesNotMatch(svg(both, { say: english }), /presumed"|ESTABLISHED\?/);
  });

  it('shows no value that only stands in for an unknown one', () => {
    const flow =
      'given A ESTABLISHED snd.nxt=1000 rcv.nxt=5000 mss=1460\nA -> B ACK len=100 win=501\nB -> A ACK win=700\n';
    assert.equal(cell(flow, 1, 'SND.NXT', 0), '1');
    assert.equal(cell(flow, 1, 'SND.UNA', 0), UNSEEN);
    assert.equal(cell(flow, 1, 'ISS', 0), NO_SYNS);
    assert.equal(cell(flow, 1, 'SND.WND', 0), UNSEEN);
    assert.match(cell(flow, 1, 'STATE', 1), /^ESTABLISHED: nothing that this side sent/);
    // The window field is known, but not the shift count.
    assert.equal(cell(flow, 2, 'SND.WND', 1), "≥ 501: the connection's SYNs were not captured");
    assert.equal(cell(flow, 3, 'STATE', 1), 'ESTABLISHED');
    assert.equal(cell(flow, 3, 'IRS', 0), NO_SYNS);
    assert.equal(cell(flow, 3, 'MSS', 0), NO_SYNS);
    // A sequence number is drawn on a ruler only once it is known.
    assert.equal(endpointsOf(play(flow), 0, english).rulers.length, 0);
  });

  it('leaves the table of a flow that shows its SYNs as it is', () => {
    const { variables } = endpointsOf(play(FLOWS.close), 5, english);
    assert.ok(variables.every(({ cells }) => cells.every(({ because }) => because === undefined)));
  });

  it('reaches the page', () => {
    const window = made.rows(0, made.index.rows);
    const message = { type: 'rows', id: 1, window };
    assert.equal(readHostMessage(message), message);
    assert.equal(
      readHostMessage({ ...message, window: { ...window, rows: [{ ...rows[0], supposed: 1 }] } }),
      undefined,
    );
  });
});
