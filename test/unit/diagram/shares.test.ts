import assert from 'node:assert/strict';
import { type Arrangement, PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { secondText } from '../../../src/diagram/terms';
import { english, sayIn } from '../../../src/words/words';
import { play } from './flows';
import { EXCHANGE, PIPELINED } from './exchanges';

/** What stands under the arrows of a flow's segments and arrivals, by step. */
function under(text: string, how: Partial<Arrangement> = {}, language = 'en'): Record<number, string> {
  const made = diagram(play(text), { ...PLAIN, ...how });
  const said: Record<number, string> = {};
  for (const row of made.rows(0, made.index.rows).rows)
    if (row.kind === 'segment' || row.kind === 'arrival')
      said[row.step + 1] = secondText(row, made.index, sayIn(language));
  return said;
}

describe('diagram: messages under arrows', () => {
  it('names a message where a segment carries it whole, and its octets where it carries a part', () => {
    const said = under(EXCHANGE);
    assert.equal(said[5], 'GET /index.html · 61 bytes');
    assert.equal(said[7], '200 OK 1–1460 / 5041');
    assert.equal(said[8], '200 OK 1461–2920 / 5041');
    assert.equal(said[11], '200 OK 4381–5041 / 5041');
    // The segment that fills the hole makes whole what came before it.
    assert.equal(said[13], '200 OK 1461–2920 / 5041 · 200 OK: whole now · again, as in step 8');
    assert.equal(said[10], '');
  });

  it('names each of several messages in one segment, and one that arrives later where it arrives', () => {
    const said = under(PIPELINED);
    assert.equal(said[4], 'GET /a + GET /b · 66 bytes');
    assert.equal(said[5], '404 Not Found + 200 OK · 118 bytes');
    assert.equal(said[6], 'POST /form · 63 bytes');
    assert.equal(said[8], 'POST /form: whole now');
    assert.equal(under(PIPELINED, {}, 'zh-cn')[8], 'POST /form：至此完整');
  });

  it('says where a message has begun and its length is not known yet', () => {
    const open = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';
    const said = under(
      `${open}client -> server ACK "GET / HT"\nclient -> server PSH,ACK "TP/1.1\\r\\nHost: server\\r\\n\\r\\n"\n`,
    );
    assert.equal(said[4], 'GET / 1–8 / 32');
    assert.equal(said[5], 'GET / 9–32 / 32');
  });

  it('shows an end what it can read: its own words, and a message of its peer once it is whole', () => {
    const client = under(EXCHANGE, { eyes: 'client' });
    assert.equal(client[5], 'GET /index.html · 61 bytes');
    assert.equal(client[7], 'message not whole yet · 1460 bytes');
    assert.equal(client[8], 'not read · 1460 bytes');
    assert.equal(client[13], '200 OK 1461–2920 / 5041 · 200 OK: whole now · again, as in step 8');
    const server = under(EXCHANGE, { eyes: 'server' });
    assert.equal(server[8], '200 OK 1461–2920 / 5041');
    // No one has told the server that its response is whole at the client.
    assert.equal(server[13], '200 OK 1461–2920 / 5041 · again, as in step 8');
  });

  it('shows segments alone where that is chosen, and leaves flows without messages as they are', () => {
    assert.equal(under(EXCHANGE, { show: 'segments' })[7], '“HTTP/1.1 200 OK⏎Content-Length: …” 1460 bytes');
    const opaque = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK "hello"\n';
    assert.deepEqual(under(opaque), under(opaque, { show: 'segments' }));
    assert.equal(diagram(play(opaque)).index.messages.length, 0);
    // Two messages, whole in steps 5 and 13.
    assert.deepEqual([...diagram(play(EXCHANGE), { ...PLAIN, show: 'segments' }).index.messages], [4, 12]);
    assert.equal(english('message/never'), 'not read');
  });
});
