import assert from 'node:assert/strict';
import { TLS12, tlsState } from '../../../src/layers/tls';
import { Side, play, setup } from './tls';

describe('TLS: both ends', () => {
  it('plays 1.3', () => {
    const client = new Side(setup('client'));
    const server = new Side(setup('server'));
    play(client, server);
    console.log(client.names.join(' '), client.breaches, server.breaches, client.end.alert, server.end.alert);
    assert.equal(tlsState(client.end), 'CONNECTED');
    assert.equal(tlsState(server.end), 'CONNECTED');
  });
  it('plays 1.2', () => {
    for (const suites of [[0x2f], [0xc02f], [0x9c], [0xc028]]) {
      const client = new Side(setup('client', { version: TLS12, suites }));
      const server = new Side(setup('server', { version: TLS12 }));
      play(client, server);
      console.log(client.names.join(' '), client.breaches, server.breaches, client.end.alert, server.end.alert);
      assert.equal(tlsState(client.end), 'CONNECTED');
      assert.equal(tlsState(server.end), 'CONNECTED');
    }
  });
});
