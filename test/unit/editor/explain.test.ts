import assert from 'node:assert/strict';
import { explain } from '../../../src/editor/explain/explain';
import { targetAt } from '../../../src/editor/target';
import { SUITES } from '../../../src/layers/tls';
import { TLS_ALERTS, TLS_KEYS, TLS_MESSAGES } from '../../../src/layers/names';
import type { Args } from '../../../src/script/syntax';
import { play } from '../check/expecting';
import { english, everyText, sayIn, type Say } from '../../../src/words/words';

/** The hover at the place marked by `|`. */
function said(source: string, say: Say = english): string {
  const at = source.indexOf('|');
  const before = source.slice(0, at).split('\n');
  const trace = play(source.slice(0, at) + source.slice(at + 1));
  const line = before.length - 1;
  const target = targetAt(trace.script.lines[line], before.at(-1)?.length ?? 0);
  return target === undefined ? '' : explain(trace, line, target, say).join('\n\n');
}

const OPEN = `client -> server SYN seq=x <mss 1460, wscale 7>
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK
`;

const SEALED = `host client tls=1.2
host server tls=1.2 seed=a suites=RSA_WITH_AES_128_GCM_SHA256
${OPEN}client -> server PSH,ACK tls ClientHello
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
client -> server PSH,ACK tls ClientKeyExchange premaster-version=1.2 + ChangeCipherSpec + Finished
server -> client PSH,ACK tls ChangeCipherSpec + Finished
client -> server PSH,ACK http GET / {Accept: text/html}
server -> client PSH,ACK http 200 "a"
client -> server PSH,ACK tls alert close_notify
`;

describe('hovers', () => {
  it('draw a field where it stands in the header, with its bits', () => {
    const text = said(OPEN.replace('seq=x', 'seq=x win=64|240'));
    assert.ok(
      text.includes(
        [
          'byte 12  │0111│0000│00000010│1111101011110000│',
          '         └────┴────┴────────┴────────────────┘',
          '          doff rsvd CEUAPRSF win',
          '                             ^^^^^^^^^^^^^^^^',
        ].join('\n'),
      ),
      text,
    );
    const ack = said(OPEN.replace('ack=', 'a|ck='));
    assert.match(ack, /byte 8 +│[01]{32}│/);
    assert.match(ack, /server has everything before x\+1/);
    assert.match(ack, /rfc9293#section-3\.4/);
  });

  it('say what a setting of a link does', () => {
    const link = (settings: string): string => said(`link client server ${settings}`);
    assert.match(link('delay=5ms m|tu=1400'), /largest packet .* \(RFC 1191\)/);
    assert.match(link('mtu=1400 icmp=o|ff'), /never learns the MTU/);
    assert.match(link('clamp=|1360'), /lowers the MSS/);
    assert.match(link('d|elay=5ms'), /one way/);
  });

  it('mark the bit of a flag', () => {
    const text = said(OPEN.replace('SYN,ACK', 'SYN,A|CK'));
    assert.match(text, /│00010010│/);
    assert.match(text, /doff rsvd CEUAPRSF win\n {23}\^\n/);
    assert.match(said('client -> server |ECE,SYN'), /RFC 3168/);
  });

  it('say of a number what it counts, and count the stream', () => {
    assert.match(said(OPEN.replace('seq=x ', 'seq=|x ')), /The SYN of client/);
    assert.match(said(OPEN.replace('x+1', 'x+|1')), /`x\+1` · relative 1 · .*Number 1 of the stream of client/s);
    const close = `${OPEN}client -> server FIN,ACK seq=x+|1\n`;
    assert.match(said(close), /The FIN of client/);
  });

  const sealed: readonly (readonly [what: string, source: string, says: RegExp])[] = [
    [
      'a message',
      SEALED.replace('tls ClientHello', 'tls Client|Hello'),
      /The client begins.*cipher_suites +26\n.*118 octets/s,
    ],
    [
      'its extensions',
      SEALED.replace('tls ClientHello', 'tls Client|Hello'),
      /extensions +46\n {2}server_name +15 {2}host_name, server\n/,
    ],
    [
      'a sealed message',
      SEALED.replace('+ Finished', '+ Fin|ished'),
      /verify_data +12 {2}[0-9a-f]{24}\n.*45 octets.*sealed.*records: 1/s,
    ],
    [
      'the suite that is chosen',
      SEALED.replace('tls Server', 'tls Ser|ver'),
      /0x009C.*no forward secrecy.*128 bits.*SHA-256/s,
    ],
    [
      'an alert',
      SEALED.replace('close_notify', 'close|_notify'),
      /has no more to say.*description +1 {2}close_notify/s,
    ],
    ['a key', SEALED.replace('premaster-version', 'premaster|-version'), /the version that ClientHello offered/],
    [
      'HTTP inside',
      SEALED.replace('http GET', 'http G|ET'),
      /GET \/ HTTP\/1\.1.*inside Application Data: 80 octets.*records: 1/s,
    ],
    ['a header field inside', SEALED.replace('{Acc', '{A|cc'), /\*\*Accept\*\*: `text\/html`/],
    ['a version', SEALED.replace('tls=1.2', 'tl|s=1.2'), /In force for client: `1\.2`/],
    ['the suites of a host', SEALED.replace('suites=', 'sui|tes='), /`TLS_RSA_WITH_AES_128_GCM_SHA256` \(0x009C\)/],
    ['the seed of a host', SEALED.replace('seed=a', 's|eed=a'), /In force for server: `a`/],
    ['a message that was not played', 'client -> server PSH,ACK tls Fin|ished', /digest of the whole handshake/],
  ];
  for (const [what, source, says] of sealed) it(`explain ${what} of TLS`, () => assert.match(said(source), says));

  it('explain a suite in its parts, a line each', () => {
    const suites = ['RSA_WITH_AES_128_CBC_SHA', 'ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
    const parts = suites.map((suite) =>
      said(`host a sui|tes=${suite}`)
        .split('\n- ')
        .slice(1)
        .map((p) => p.split(/[ :]/)[0]),
    );
    assert.deepEqual(parts, [
      ['RSA', 'RSA', 'AES', 'HMAC', 'The'],
      ['ECDHE', 'RSA', 'AES', 'The'],
      ['A', 'AES', 'HKDF,'],
    ]);
  });

  it('have words for each message, alert and key of TLS, and for the parts of each suite', () => {
    const ids = new Set(everyText().map(({ id }) => id));
    const wanted = [
      ...TLS_MESSAGES.map((m) => `tls-message/${m}`),
      ...TLS_ALERTS.map((a) => `alert/${a}`),
      ...TLS_KEYS.map((k) => `tls-key/${k}`),
      ...SUITES.flatMap((s) => [`suite/kx/${s.kx}`, `suite/cipher/${s.cipher}`]),
      ...SUITES.flatMap((s) => (s.auth === 'any' ? [] : [`suite/auth/${s.auth}`])),
    ];
    assert.deepEqual(
      wanted.filter((id) => !ids.has(id)),
      [],
    );
  });

  const places: readonly (readonly [what: string, source: string, says: RegExp])[] = [
    ['a state', `${OPEN}expect client ESTAB|LISHED`, /- close → FIN-WAIT-1\n- FIN arrives/],
    ['a host', OPEN.replace('ACK\n', 'ACK\n').replace('client -> server ACK', 'cli|ent -> server ACK'), /SND\.NXT/],
    ['an option', OPEN.replace('mss', 'm|ss'), /largest payload.*§3\.7\.1/s],
    ['a setting', 'profile linux\nhost a ms|l=10s\na -> b SYN', /In force for a: `10s`/],
    ['a profile', 'profile lin|ux', /Linux 6/],
    ['a variant', 'variant no-time|-wait', /nobody waited/],
    ['a statement', 'sec|tion "a"', /heading/],
    ['a clause', 'a -> b SYN viol|ates port-zero', /mistake is meant/],
    ['a rule', 'a -> b SYN violates port-|zero', /tcp\/port-zero.*hint.*rfc-editor/s],
    ['a call', 'client con|nect', /OPEN, active.*§3\.10\.1/s],
    ['an ICMP kind', `${OPEN}client icmp port-|unreachable`, /code 3/],
    ['a duration', `${OPEN}wait 1|500ms`, /0s → 1\.5s \(1\.5s\)/],
    ['a variable', `${OPEN}expect client.rcv|.nxt = y+1`, /RCV\.NXT.*`y\+1`/s],
    ['a segment in flight', 'a ~> b SYN seq=x as |one', /a → b SYN.*Still on its way/s],
    ['an arrow', OPEN.replace('->', '-|>'), /arrives/],
    ['a payload', `${OPEN}client -> server PSH,ACK "he|llo"`, /bytes x\+1 to x\+5: 5/],
  ];
  for (const [what, source, says] of places) it(`explain ${what}`, () => assert.match(said(source), says));

  it('say nothing in comments and titles', () => {
    assert.equal(said('# wai|t'), '');
    assert.equal(said('a -> b SYN # wai|t'), '');
    assert.equal(said('section "wai|t"'), '');
  });

  it('have words for all that they name, in both languages', () => {
    const ids = new Set(everyText().map(({ id }) => id));
    const text = `profile linux
host client 10.0.0.1:1 isn=1 mss=1460 window=64240 wscale=7 sack timestamps ecn msl=1s rto=1s delayed-ack=off keepalive
link client server delay 10ms rate 10Mbit loss 3
lose next data from client
client connect
client -> server SYN seq=x win=1 urg=0 <mss 1460, wscale 7, sackok, ts 1 0>
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK as third
expect client.snd.nxt = x+1, client.rcv.wnd = 3, client owes nothing
client => server "hello"
client ~> server PSH,ACK len=5 as late
+5ms deliver late
client icmp port-unreachable
${SEALED}run until client CLOSED
run for 1s
note over client "a"
`;
    const trace = play(text);
    for (const say of [english, sayIn('zh-cn')]) {
      const asked: Say = Object.assign(
        (id: string, args?: Args) => {
          assert.ok(ids.has(id), id);
          return say(id, args);
        },
        { ids: say.ids },
      );
      trace.script.lines.forEach((line, number) => {
        for (let column = 0; column <= line.text.length; column++) {
          const target = targetAt(line, column);
          if (target !== undefined)
            assert.doesNotMatch(explain(trace, number, target, asked).join('\n'), /\{[a-zA-Z]+\}/);
        }
      });
    }
  });
});
