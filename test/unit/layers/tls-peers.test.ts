import assert from 'node:assert/strict';
import { createSecureContext } from 'node:tls';
import { SUITES, TLS12, TLS13, type TlsSetup, keyLogLines, suiteOf, tlsState, wishFor } from '../../../src/layers/tls';
import { issue } from '../../../src/layers/x509';
import { SPOKEN, Side, recall, setup, withCertificate } from './tls';
import { NodeSide, chainPem, converse, dataIn, keyPem } from './tls-node';

const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Both say a line, and close. */
async function talk(ours: Side, node: NodeSide): Promise<void> {
  await converse(ours, node);
  assert.equal(
    tlsState(ours.end),
    'CONNECTED',
    `${ours.names.join(' ')} ${ours.errors.join(' ')} ${String(node.error)}`,
  );
  node.socket.write('from node');
  node.give(ours.say({ ...wishFor('ApplicationData'), body: octets('from here') }));
  await converse(ours, node);
  assert.equal(node.text, 'from here');
  assert.equal(dataIn(ours), 'from node');
  assert.deepEqual(ours.errors, []);
  assert.equal(node.error, undefined);
}

async function closed(ours: Side, node: NodeSide): Promise<void> {
  node.socket.end();
  await converse(ours, node);
  const last = ours.messages.at(-1);
  assert.ok(
    ours.messages.some((m) => m.by === ours.peer && m.message.alert?.description === 0),
    last?.message.name,
  );
  node.end();
}

function nodeOptions(id: number): {
  ciphers: string;
  minVersion: 'TLSv1.2' | 'TLSv1.3';
  maxVersion: 'TLSv1.2' | 'TLSv1.3';
} {
  const suite = suiteOf(id);
  const version = suite?.version === TLS13 ? 'TLSv1.3' : 'TLSv1.2';
  return { ciphers: suite?.openssl ?? '', minVersion: version, maxVersion: version };
}

function linesOf(side: Side): string[] {
  return [...keyLogLines(side.end)].sort();
}

describe('TLS: peers', () => {
  for (const suite of SUITES.filter((s) => SPOKEN.includes(s.id))) {
    it(`${suite.name}: our client, and Node's server`, async () => {
      const ours = new Side(setup('client', { version: suite.version, suites: [suite.id] }));
      const node = NodeSide.server(nodeOptions(suite.id));
      await talk(ours, node);
      // Node's server writes no line for the pre-master secret.
      assert.deepEqual(
        linesOf(ours).filter((l) => !l.startsWith('RSA')),
        node.keylog.sort(),
      );
      await closed(ours, node);
    });
    it(`${suite.name}: Node's client, and our server`, async () => {
      const ours = new Side(setup('server', { version: suite.version, suites: [suite.id] }));
      const node = NodeSide.client(nodeOptions(suite.id));
      await talk(ours, node);
      assert.ok(node.socket.authorized);
      assert.deepEqual(linesOf(ours), node.keylog.sort());
      await closed(ours, node);
    });
  }

  const CBC = [0x002f, 0x003c, 0xc028];
  for (const id of CBC) {
    for (const more of [{ ems: true }, { etm: true }, { ems: true, etm: true }] as Partial<TlsSetup>[]) {
      it(`${suiteOf(id)?.openssl ?? ''} with ${Object.keys(more).join(' and ')}, both ways round`, async () => {
        const client = new Side(setup('client', { version: TLS12, suites: [id], ...more }));
        await talk(client, NodeSide.server(nodeOptions(id)));
        assert.equal(client.end.ems, more.ems === true);
        assert.equal(client.end.etm, more.etm === true);
        const server = new Side(setup('server', { version: TLS12, suites: [id], ...more }));
        await talk(server, NodeSide.client(nodeOptions(id)));
        assert.equal(server.end.etm, more.etm === true);
      });
    }
  }

  for (const id of [0x1301, 0x002f, 0xc02f]) {
    const version = suiteOf(id)?.version ?? TLS12;
    it(`${suiteOf(id)?.openssl ?? ''}: certificates of clients`, async () => {
      const client = new Side(setup('client', { version, suites: [id], ...withCertificate() }));
      const server = NodeSide.server({ ...nodeOptions(id), requestCert: true, rejectUnauthorized: true });
      await talk(client, server);
      assert.equal(server.refusal, null);
      const ours = new Side(setup('server', { version, suites: [id], asksCertificate: true }));
      const own = issue({ subject: 'client.example', key: 'ring3' }, recall);
      await talk(ours, NodeSide.client({ ...nodeOptions(id), key: keyPem(own.key), cert: chainPem(own) }));
      assert.equal(ours.end.problem, undefined);
      assert.ok((ours.end.clientChain?.length ?? 0) > 0);
      // A client without one sends an empty list.
      const none = new Side(setup('server', { version, suites: [id], asksCertificate: true }));
      await talk(none, NodeSide.client(nodeOptions(id)));
      assert.equal(none.end.clientChain?.length, 0);
    });
  }

  it('HelloRetryRequest: an empty key_share to Node, another group from Node', async () => {
    const client = new Side(setup('client', { suites: [0x1301] }));
    const node = NodeSide.server({ ...nodeOptions(0x1301), ecdhCurve: 'X25519' });
    node.give(client.say({ name: 'ClientHello', set: [{ name: 'key-share', value: 'none' }] }));
    await talk(client, node);
    assert.ok(client.names.includes('HelloRetryRequest'));
    const server = new Side(setup('server', { suites: [0x1301] }));
    const other = NodeSide.client({ ...nodeOptions(0x1301), ecdhCurve: 'P-256:X25519' });
    await talk(server, other);
    assert.ok(server.names.includes('HelloRetryRequest'));
    assert.deepEqual(linesOf(server), other.keylog.sort());
  });

  it('resumption: Node takes up the tickets that it gave our client', async () => {
    const identity = issue({ subject: 'server.example' }, recall);
    for (const id of [0x1301, 0x1302, 0xc02f, 0x002f]) {
      const options = { ...nodeOptions(id), key: keyPem(identity.key), cert: chainPem(identity) };
      const secureContext = createSecureContext({ ...options, ticketKeys: Buffer.alloc(48, 7) });
      const how = { version: suiteOf(id)?.version ?? TLS12, suites: [id], tickets: true };
      const first = new Side(setup('client', how));
      await talk(first, NodeSide.server({ secureContext }));
      const second = new Side(setup('client', { ...how, sessions: first.end.sessions, context: 'second' }));
      const node = NodeSide.server({ secureContext });
      await talk(second, node);
      assert.ok(node.socket.isSessionReused(), suiteOf(id)?.name);
      assert.ok(second.end.resumed);
      assert.deepEqual(linesOf(second), node.keylog.sort());
    }
  });

  it('resumption: Node takes up what our server gave it', async () => {
    for (const [id, tickets] of [
      [0x1301, true],
      [0x1302, true],
      [0xc02f, true],
      [0x009c, false],
    ] as const) {
      const version = suiteOf(id)?.version ?? TLS12;
      // Sessions without it are not taken up by clients that offer it (RFC 7627 §5.3).
      const how = { version, suites: [id], tickets, ems: true };
      const first = new Side(setup('server', how));
      const one = NodeSide.client(nodeOptions(id));
      await talk(first, one);
      if (version === TLS13) one.give(first.say(wishFor('NewSessionTicket')));
      await one.settled();
      const session = one.session ?? one.socket.getSession();
      assert.ok(session, suiteOf(id)?.name);
      const second = new Side(setup('server', { ...how, sessions: first.end.sessions, context: 'second' }));
      const two = NodeSide.client({ ...nodeOptions(id), session });
      await talk(second, two);
      assert.equal(two.socket.isSessionReused(), true, suiteOf(id)?.name);
      assert.ok(second.end.resumed);
    }
  });

  it('KeyUpdate: Node follows, and answers where it is asked', async () => {
    for (const request of ['0', '1']) {
      const ours = new Side(setup('client', { suites: [0x1301] }));
      const node = NodeSide.server(nodeOptions(0x1301));
      await converse(ours, node);
      node.give(ours.say({ name: 'KeyUpdate', set: [{ name: 'request', value: request }] }));
      await talk(ours, node);
      assert.equal(
        ours.messages.filter((m) => m.by === 'server' && m.message.name === 'KeyUpdate').length,
        Number(request),
      );
    }
  });

  it('our server speaks TLS 1.2 to a client that speaks no more, and says that it could', async () => {
    const server = new Side(setup('server'));
    await talk(server, NodeSide.client(nodeOptions(0xc02f)));
    const hello = server.end.serverHello?.random.subarray(24);
    assert.equal(Buffer.from(hello ?? []).toString('latin1'), 'DOWNGRD\x01');
  });
});
