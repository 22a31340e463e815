import { strict as assert } from 'node:assert';
import { fencesOf, ticketOf } from '../../../src/fence';
import { english } from '../../../src/words/words';
import { play } from '../diagram/flows';

const WRONG = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\nclient -> server ACK\n';

describe('a flow for a ticket', () => {
  it('has its text, its ladder, its findings and the program', () => {
    const ticket = ticketOf(WRONG, play(WRONG), 'symbolic', 'TCP Flow 1.2.3', english);
    assert.deepEqual(
      fencesOf(ticket).map(({ lines }) => lines.join('\n')),
      [WRONG.trimEnd()],
    );
    assert.match(ticket, /\n```text\n[^`]*SYN[^`]*```\n/);
    assert.match(ticket, /\n- line 2: SYN,ACK must acknowledge .* `tcp\/synack-ack`\n/);
    assert.match(ticket, /\nTCP Flow 1\.2\.3\n$/);
  });

  it('says that nothing was found, and keeps marks within the text', () => {
    const flow = 'note "```"\nclient -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';
    const ticket = ticketOf(flow, play(flow), 'symbolic', 'TCP Flow', english);
    assert.match(ticket, /\nNothing found\.\n/);
    assert.equal(fencesOf(ticket)[0]?.lines.join('\n'), flow.trimEnd());
  });
});
