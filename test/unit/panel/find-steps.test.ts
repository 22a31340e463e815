import assert from 'node:assert/strict';
import { findSteps } from '../../../src/panel/findSteps';
import { play } from '../diagram/flows';

const FLOW = `host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
note "The handshake is done"
client -> server PSH,ACK "GET /index.html"
server -> client ACK
expect client ESTABLISHED
`;

describe('panel: finding steps', () => {
  const found = (text: string): number[] => [...findSteps(play(FLOW), text)];

  it('finds flags, numbers in each form, payloads, notes and statements, in letters of either case', () => {
    assert.deepEqual(found('syn,ack'), [1]);
    assert.deepEqual(found('SYN'), [0, 1]);
    assert.deepEqual(found('seq=1001'), [2, 4]);
    assert.deepEqual(found('ack=x+16'), [5]);
    assert.deepEqual(found('index.html'), [4]);
    assert.deepEqual(found('handshake'), [3]);
    assert.deepEqual(found('established'), [6]);
    assert.deepEqual(found('len=15'), [4]);
  });

  it('finds numbers as a whole, and nothing for no text or a text that is nowhere', () => {
    // x+1 is not in x+16.
    assert.ok(!found('ack=x+1').includes(5));
    assert.deepEqual(found('500'), []);
    assert.deepEqual(found('  '), []);
    assert.deepEqual(found('RST'), []);
  });
});
