import assert from 'node:assert/strict';
import { writesOf } from '../../../src/editor/writes';
import { play } from '../check/expecting';

/** The stretches of a text, by its lines from 1. */
const stretches = (text: string): string[] => writesOf(play(text)).map(({ first, last }) => `${first + 1}–${last + 1}`);

const OPEN = `client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
`;

describe('messages over several lines', () => {
  it('go from the call that writes them to the last segment that carries them', () => {
    const flow = `host client tls=1.2
host server tls=1.2 suites=RSA_WITH_AES_128_GCM_SHA256
${OPEN}client -> server PSH,ACK tls ClientHello
server send tls ServerHello + Certificate + ServerHelloDone
server -> client ACK len=500
client -> server ACK
server -> client PSH,ACK len=451
client -> server PSH,ACK tls ClientKeyExchange + ChangeCipherSpec + Finished
`;
    assert.deepEqual(stretches(flow), ['7–10']);
  });

  it('begin with a segment where the flow writes octets, and do not reach to repetitions', () => {
    const flow = `${OPEN}client -> server ACK "GET / HTTP/1.1\\r\\n" as first
client -> server PSH,ACK "Host: server\\r\\n\\r\\n"
client -> server resend first
`;
    assert.deepEqual(stretches(flow), ['4–5']);
  });

  it('are those of one direction each', () => {
    const flow = `${OPEN}client send http POST / len=100
server send http 100
client -> server ACK len=50
server -> client PSH,ACK len=25
client -> server PSH,ACK len=500
`;
    assert.deepEqual(stretches(flow), ['4–8', '5–7']);
  });

  it('are none in flows whose messages are whole in a line each, or that say nothing', () => {
    assert.deepEqual(stretches(`${OPEN}client -> server PSH,ACK http GET / + GET /b\n`), []);
    assert.deepEqual(stretches(`${OPEN}client -> server PSH,ACK len=5\nclient -> server PSH,ACK len=5\n`), []);
  });
});
