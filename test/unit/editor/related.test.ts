import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { causes, effects } from '../../../src/editor/related';
import { createParser } from '../../../src/script/parser';

const FLOW = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1
client -x server PSH,ACK seq=x+1 ack=y+1 len=100 as request
wait 1s
client -> server PSH,ACK seq=x+1 ack=y+1 len=100
server ~> client ACK seq=y+1 ack=x+101 as late
deliver late
expect client ESTABLISHED
`;

/** The lines (from 1) to which a word on a line (from 1) is linked. */
function lines(way: typeof causes, line: number, word: string): readonly number[] {
  const trace = check(createParser().parse(FLOW));
  const column = (trace.script.lines[line - 1]?.text ?? '').indexOf(word);
  assert.ok(column >= 0, word);
  return (way(trace, line - 1, column)?.to ?? []).map((l) => l + 1);
}

describe('what a segment has to do with others', () => {
  it('leads from ack to the segment that it acknowledges', () => {
    assert.deepEqual(lines(causes, 2, 'ack='), [1]);
    assert.deepEqual(lines(causes, 3, 'ack='), [2]);
    assert.deepEqual(lines(causes, 7, 'ack='), [6]);
    assert.deepEqual(lines(causes, 3, 'ACK'), [2], 'from its flags too');
    assert.deepEqual(lines(causes, 1, 'SYN'), [], 'the first one answers nothing');
  });

  it('leads from seq to the segment that is sent again, or to the one before', () => {
    assert.deepEqual(lines(causes, 6, 'seq='), [4]);
    assert.deepEqual(lines(causes, 4, 'seq='), [1]);
    assert.deepEqual(lines(causes, 6, 'PSH'), [4]);
  });

  it('leads from an expected state to the line that brought it', () => {
    assert.deepEqual(lines(causes, 9, 'ESTABLISHED'), [2]);
  });

  it('leads on to where a segment arrives, is acknowledged and is sent again', () => {
    assert.deepEqual(lines(effects, 1, 'SYN'), [2]);
    assert.deepEqual(lines(effects, 4, '-x'), [6, 7]);
    assert.deepEqual(lines(effects, 7, '~>'), [8]);
    assert.deepEqual(lines(effects, 5, 'wait'), []);
  });
});
