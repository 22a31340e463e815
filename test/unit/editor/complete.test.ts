import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { completeAt } from '../../../src/editor/complete/complete';
import type { Offer } from '../../../src/editor/complete/item';
import { createParser } from '../../../src/script/parser';
import type { Trace } from '../../../src/trace';
import { english } from '../../../src/words/words';
import { WISHES } from '../check/expecting';
import { some } from '../share';

interface Place {
  readonly text: string;
  readonly offer: Offer;
  /** The text after an item is accepted, edits around it included. */
  taken(index: number): string;
}

/** The trace of the text before, as an editor has it. */
let latest: Trace | undefined;

/** The items at the `|` of a text. */
function at(marked: string): Place {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const lines = text.slice(0, offset).split('\n');
  const column = lines.at(-1)?.length ?? 0;
  const trace = check(createParser().parse(text), latest, undefined, WISHES);
  latest = trace;
  const offer = completeAt(trace, lines.length - 1, column);
  return {
    text,
    offer,
    taken(index) {
      const item = offer.items[index];
      const all = text.split('\n');
      for (const e of [...(item?.edits ?? [])].reverse()) {
        const line = all[e.line] ?? '';
        all[e.line] = line.slice(0, e.start) + e.newText + line.slice(e.end);
      }
      const own = all[lines.length - 1] ?? '';
      all[lines.length - 1] = own.slice(0, offer.start) + (item?.text ?? item?.label ?? '') + own.slice(offer.end);
      return all.join('\n');
    },
  };
}

function labels(marked: string): string[] {
  return at(marked).offer.items.map((i) => i.label);
}

function troubles(text: string): string[] {
  const { findings } = check(createParser().parse(text));
  return findings.filter((f) => f.level !== 'hint').map((f) => `${f.line + 1}: ${f.rule}`);
}

const TLS_FIRST: Readonly<Record<string, readonly string[]>> = {
  '1.2': [
    'tls ClientHello',
    'tls ServerHello + Certificate + ServerKeyExchange + ServerHelloDone',
    'tls ClientKeyExchange + ChangeCipherSpec + Finished',
    'tls ChangeCipherSpec + Finished',
    'http GET /',
    'http 200 "hello"',
  ],
  '1.3': [
    'tls ClientHello',
    'tls ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished',
    'tls Finished',
    'http GET /',
    'http 200 "hello"',
    'http GET /',
  ],
};

const TLS_RESUMED: Readonly<Record<string, readonly string[]>> = {
  '1.2': [
    'tls ClientHello',
    'tls ServerHello + ChangeCipherSpec + Finished',
    'tls ChangeCipherSpec + Finished',
    'http GET /',
    'http 200 "hello"',
  ],
  '1.3': [
    'tls ClientHello',
    'tls ServerHello + EncryptedExtensions + Finished',
    'tls Finished',
    'http GET /',
    'http 200 "hello"',
  ],
};

const OPEN = `client -> server  SYN  seq=x
server -> client  SYN,ACK  seq=y  ack=x+1
client -> server  ACK  seq=x+1  ack=y+1
`;

describe('completion of the next line', () => {
  it('writes a whole connection by its first offer alone, with nothing to be said about it', () => {
    let text = '';
    let taken = 0;
    for (let goesOn = true; goesOn && taken < 40; taken++) {
      const place = at(`${text}|`);
      goesOn = place.offer.items[0]?.goesOn === true;
      text = `${place.taken(0)}\n`;
    }
    assert.equal(
      text,
      `client -> server  SYN      seq=x
server -> client  SYN,ACK  seq=y     ack=x+1
client -> server  ACK      seq=x+1   ack=y+1
client -> server  PSH,ACK  seq=x+1   ack=y+1   http GET /
server -> client  PSH,ACK  seq=y+1   ack=x+33  http 200 "hello"
client -> server  ACK      seq=x+33  ack=y+44
client -> server  PSH,ACK  seq=x+33  ack=y+44  http GET /
server -> client  PSH,ACK  seq=y+44  ack=x+65  http 200 "hello"
client -> server  ACK      seq=x+65  ack=y+87
client -> server  FIN,ACK  seq=x+65  ack=y+87
server -> client  ACK      seq=y+87  ack=x+66
server -> client  FIN,ACK  seq=y+87  ack=x+66
client -> server  ACK      seq=x+66  ack=y+88
wait 2MSL
expect client CLOSED, server CLOSED
`,
    );
    assert.equal(taken, 15);
    assert.deepEqual(check(createParser().parse(text)).findings, []);
  });

  it('writes a whole connection of TLS by its first offer alone', () => {
    for (const version of some(['1.3', '1.2'], 2)) {
      let text = `host client tls=${version}\nhost server 10.0.0.2:443 tls=${version} domain=shop.example\n`;
      let taken = 0;
      for (let goesOn = true; goesOn && taken < 40; taken++) {
        const place = at(`${text}|`);
        goesOn = place.offer.items[0]?.goesOn === true;
        text = `${place.taken(0)}\n`;
      }
      const said = [...text.matchAll(/(?:tls|http) .*/g)].map(([one]) => one.trim());
      assert.deepEqual(said.slice(0, 6), TLS_FIRST[version]);
      const { findings } = check(createParser().parse(text), undefined, undefined, WISHES);
      assert.deepEqual(
        findings.filter((f) => f.level !== 'hint').map((f) => `${f.line + 1}: ${f.rule}`),
        [],
        text,
      );
      assert.match(text, /expect client CLOSED, server CLOSED/);
    }
  });

  it('takes a session of TLS up again on the next connection, by its first offer alone', () => {
    for (const [version, flights] of some(Object.entries(TLS_RESUMED), 2)) {
      let text = `host client tls=${version}\nhost server 10.0.0.2:443 tls=${version} domain=shop.example\n`;
      let begun = 0;
      for (const ticketed of [version === '1.3', false]) {
        begun = text.length;
        text += 'client -> server  SYN  seq=x\n';
        let goesOn = true;
        for (let taken = 0; goesOn && taken < 40; taken++) {
          const place = at(`${text}|`);
          goesOn = place.offer.items[0]?.goesOn === true;
          text = `${place.taken(0)}\n`;
          if (ticketed && text.endsWith('tls Finished\n')) text += 'server -> client  PSH,ACK  tls NewSessionTicket\n';
        }
        assert.match(text.slice(begun), /expect client CLOSED, server CLOSED/, text);
      }
      const said = [...text.slice(begun).matchAll(/(?:tls|http) .*/g)].map(([one]) => one.trim());
      assert.deepEqual(said.slice(0, flights.length), flights, text);
      const { findings } = check(createParser().parse(text), undefined, undefined, WISHES);
      assert.deepEqual(
        findings.filter((f) => f.level !== 'hint').map((f) => `${f.line + 1}: ${f.rule}`),
        [],
        text,
      );
    }
  });

  it('offers what takes several segments at once, as far as it is still to come', () => {
    const offered = (flow: string): string[] =>
      at(`${flow}|`).offer.items.flatMap((i) =>
        i.title === undefined ? [] : [`${i.label} ${i.text?.split('\n').length ?? 0}`],
      );
    assert.deepEqual(offered(''), ['handshake 3']);
    assert.deepEqual(offered('client -> server SYN\n'), ['handshake 2']);
    assert.deepEqual(offered(OPEN), ['exchange 3', 'close 4', 'close-three 3']);
    assert.deepEqual(offered(`${OPEN}server -> client  FIN,ACK\n`), ['close 3']);
    assert.deepEqual(offered(`${OPEN}client -> server  PSH,ACK  len=9\n`), ['reply 2']);
    assert.deepEqual(offered(`${OPEN}client -> server  RST\n`), []);
  });

  it('keeps columns where there are some, and leaves other lines as they are', () => {
    const tidy = 'client -> server  SYN  seq=x  # opens\n|';
    assert.equal(
      at(tidy).taken(0),
      'client -> server  SYN      seq=x  # opens\nserver -> client  SYN,ACK  seq=y  ack=x+1',
    );
    const own = 'client->server SYN seq=x\n|';
    assert.equal(at(own).taken(0), 'client->server SYN seq=x\nserver -> client  SYN,ACK  seq=y  ack=x+1');
    const indented = '  client -> server  SYN  seq=x\n  |';
    assert.equal(
      at(indented).taken(0),
      '  client -> server  SYN      seq=x\n  server -> client  SYN,ACK  seq=y  ack=x+1',
    );
  });

  const firsts: readonly [string, string, string][] = [
    ['begins in an empty file', '|', 'client -> server  SYN  seq=x'],
    ['takes the hosts that are declared', 'host A\nhost B\n|', 'A -> B  SYN  seq=x'],
    ['says what is owed', 'client -> server SYN seq=x\n|', 'server -> client  SYN,ACK  seq=y  ack=x+1'],
    ['leaves numbers out where the flow does', 'client -> server SYN\n|', 'server -> client  SYN,ACK'],
    ['acknowledges data', `${OPEN}client -> server  ACK  len=5\n|`, 'server -> client  ACK  seq=y+1  ack=x+6'],
    ['sends the FIN after a close', `${OPEN}client close\n|`, 'client -> server  FIN,ACK  seq=x+1  ack=y+1'],
    ['delivers what is in flight', `${OPEN}client ~> server  ACK  len=5  as d\n|`, 'deliver d'],
    ['waits for the timer after a loss', `${OPEN}client -x server  ACK  len=5\n|`, 'wait 1s'],
    [
      'waits for TIME-WAIT to end',
      `${OPEN}client -> server FIN,ACK\nserver -> client ACK\nserver -> client FIN,ACK\nclient -> server ACK\n|`,
      'wait 2MSL',
    ],
    [
      'answers a request',
      `${OPEN}client -> server PSH,ACK http HEAD /a\n|`,
      'server -> client  PSH,ACK  seq=y+1  ack=x+35  http 200 len=100',
    ],
    [
      'goes on with a body whose length was told',
      `${OPEN}client -> server PSH,ACK http POST / {Content-Length: 5}\nserver -> client ACK\n|`,
      'client -> server  PSH,ACK  seq=x+53  ack=y+1  len=5',
    ],
    [
      'closes after the peer has',
      `${OPEN}client -> server FIN,ACK\nserver -> client ACK\n|`,
      'server -> client  FIN,ACK  seq=y+1  ack=x+2',
    ],
  ];
  for (const [what, marked, first] of firsts) it(what, () => assert.equal(labels(marked)[0], first));

  it('has data, closing and the states as they are behind what is owed', () => {
    const found = labels(`${OPEN}|`);
    assert.equal(found[0], 'client -> server  PSH,ACK  seq=x+1  ack=y+1  http GET /');
    assert.ok(found.includes('client -> server  FIN,ACK  seq=x+1  ack=y+1'), found.join('\n'));
    assert.ok(found.includes('expect client ESTABLISHED, server ESTABLISHED'), found.join('\n'));
  });

  it('offers what a message may say next, and the words inside it', () => {
    const asked = `${OPEN}client -> server PSH,ACK http GET /a\n`;
    assert.deepEqual(labels(`${OPEN}client -> server PSH,ACK http |`).slice(0, 3), ['GET', 'HEAD', 'POST']);
    assert.deepEqual(labels(`${asked}server -> client PSH,ACK http |`).slice(0, 2), ['200', '204']);
    assert.deepEqual(labels(`${asked}client send http GET |`), ['/', '/a']);
    assert.deepEqual(labels(`${asked}client send http GET / |`), ['{…}', '"…"', 'len=1000', 'chunked=100+200']);
    assert.deepEqual(labels(`${OPEN}client => server http GET / {|`).slice(0, 2), ['Host: ', 'Connection: ']);
    assert.deepEqual(labels(`${OPEN}client => server http GET / {Host: a, Connection: |`), ['close', 'keep-alive']);
    assert.deepEqual(labels(`${asked}expect client http |`).slice(0, 2), ['IDLE', 'SEND_BODY']);
    assert.ok(labels(`${OPEN}client -> server PSH,ACK |`).includes('http/1.0'));
  });

  it('offers in an empty file a handshake, a title and hosts', () => {
    for (const label of ['handshake', 'flow', 'host']) assert.ok(labels('|').includes(label), label);
  });

  it('takes the place of what has been typed', () => {
    assert.equal(at('client -> server SYN seq=x\n  ser|').offer.start, 2);
    assert.equal(
      at('client->server SYN seq=x\nser|').taken(0).split('\n')[1],
      labels('client -> server SYN seq=x\n|')[0],
    );
  });

  it('knows the names that a `let` bound', () =>
    assert.ok(labels(`let n = 7\nclient -> server SYN seq=|`).includes('n')));

  it('offers no line that breaks a rule, and says why each may come', () => {
    const flows = [
      OPEN,
      `${OPEN}client -> server ACK len=5\n`,
      `${OPEN}client -x server ACK len=5\nwait 1s\n`,
      `${OPEN}server close\nserver -> client FIN,ACK\n`,
      `${OPEN}client -> server FIN,ACK\nserver -> client FIN,ACK\n`,
      'host a\nhost b\na -> b SYN seq=x\nb -> a RST,ACK\n',
      'profile linux\nc -> s SYN\ns -> c SYN,ACK\nc -> s ACK\n',
      `${OPEN}client -> server ACK seq=x+9 len=1\n`,
    ];
    for (const flow of flows) {
      const place = at(`${flow}|`);
      place.offer.items.forEach((item, i) => {
        if (item.kind !== 'line') return;
        const before = troubles(flow);
        assert.deepEqual(troubles(place.taken(i)), before, `${item.label}\nbehind\n${flow}`);
        const why = english(item.why?.id ?? '', item.why?.args);
        assert.ok(why.endsWith('.') && !/[{}]|complete\//.test(why), why);
      });
      assert.ok(
        place.offer.items.some((i) => i.kind === 'line'),
        flow,
      );
    }
  });
});

describe('completion inside a line', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['arrows and calls behind a host', `${OPEN}client |`, ['->', '-x', '~>', '?>', '=>', 'listen']],
    ['the other hosts behind an arrow', `${OPEN}client -> |`, ['server']],
    ['flags of the state', 'client -> server SYN\nserver -> client |', ['SYN,ACK']],
    ['the right seq', `${OPEN}client -> server ACK seq=|`, ['x+1']],
    ['the right ack', `${OPEN}client -> server ACK seq=x+1 ack=|`, ['y+1']],
    ['the right ack in a broken line', `${OPEN}client -> server ACK ack=| sek=3`, ['y+1']],
    ['a name for a first SYN', 'client -> server SYN seq=|', ['x']],
    ['the rule that the line breaks', `${OPEN}client -> server ACK ack=y+9 violates |`, ['ack-beyond-sent']],
    ['the true state', `${OPEN}expect client |`, ['ESTABLISHED', 'CLOSED']],
    ['hosts to expect something of', `${OPEN}expect client ESTABLISHED, |`, ['client', 'server']],
    ['what is in flight', `${OPEN}client ~> server ACK len=5 as d\ndrop |`, ['d']],
    ['what can be sent again', `${OPEN}client -> server ACK len=5 as d\nclient -> server resend |`, ['d']],
    ['options of a SYN', 'client -> server SYN <|', ['mss 1460']],
    ['settings of a host', 'host client isn=5 |', ['mss=', 'window=']],
    ['values of a setting', 'host client sack=|', ['on', 'off']],
    ['profiles', 'profile |', ['rfc9293', 'linux', 'freebsd', 'rfc793']],
    ['units behind a number', 'wait 5|', ['5us', '5ms']],
    ['variables behind a host', `${OPEN}expect client.|`, ['client.snd.una']],
    ['ICMP errors', `${OPEN}client icmp |`, ['port-unreachable']],
    ['how long to run', `${OPEN}run |`, ['until', 'for']],
    ['states to run to', `${OPEN}run until client |`, ['ESTABLISHED']],
    ['which segment to lose', `${OPEN}lose |`, ['next', '2nd']],
    ['what it has', `${OPEN}lose next |`, ['from', 'data', 'SYN']],
    ['whose it is', `${OPEN}delay next ACK from |`, ['client', 'server']],
    ['how late it is', `${OPEN}delay next ACK from client |`, ['by']],
    ['the hosts of a link', `${OPEN}link client |`, ['server']],
    ['the settings of a link', `${OPEN}link client server delay=5ms |`, ['rate=10Mbit', 'loss=3']],
    [
      'what a message carries',
      `${OPEN}client => server |`,
      ['http', 'http/1.0', 'http/1.1', 'http/2', 'https', 'h2', '"…"', 'len=10000', 'tls'],
    ],
    [
      'what a call carries',
      `${OPEN}client send |`,
      ['http', 'http/1.0', 'http/1.1', 'http/2', 'https', 'tls', 'h2', '"…"'],
    ],
    ['whose private key leaks', `${OPEN}leak |`, ['client', 'server']],
    ['the day', `today |`, ['2026-01-01']],
    ['clauses of a certificate', `certificate shop "shop.example" by root |`, ['ca', 'from', 'until', 'key=']],
    ['signers', `certificate root "CA" ca\ncertificate shop "shop.example" by |`, ['root']],
    ['keys of a certificate', `certificate shop "shop.example" key=|`, ['ring1', 'ring2']],
    ['certificates of a host', `certificate root "CA" ca\nhost client trusts=|`, ['root']],
    ['what the wire may know', `${OPEN}expect wire |`, ['knows', 'lacks']],
    ['secrets', `${OPEN}expect client knows |`, ['client-random', 'server-random']],
    [
      'messages of TLS that are owed',
      `${OPEN}client -> server PSH,ACK tls ClientHello\nexpect server owes |`,
      ['ACK', 'tls ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished', 'nothing'],
    ],
    ['the state of a side of TLS', `${OPEN}expect client tls |`, ['START', 'WAIT_SH']],
    ['flags behind a comma', `client -> server SYN\nserver -> client SYN,|`, ['ACK']],
  ];
  for (const [what, marked, first] of cases) {
    it(what, () => assert.deepEqual(labels(marked).slice(0, first.length), first));
  }

  for (const [marked, wanted, not] of [
    ['goal |', ['client', 'server', 'without', 'breaks', 'keep'], ['->']],
    ['goal client |', ['ESTABLISHED', 'owes', '->', '-x'], ['~>']],
    ['goal client -> |', ['server'], ['client']],
    ['goal client -x server |', ['data', 'SYN', 'FIN'], ['from']],
    ['goal without |', ['tcp/ack-plus-one', 'flow/owed-at-end'], ['keep']],
    ['goal breaks tcp/ack-plus-one, |', ['tcp/ack-beyond-sent'], ['flow/owed-at-end']],
    ['goal client CLOSED, |', ['server'], ['without']],
  ] as const)
    it(`offers what a goal may say: ${marked}`, () => {
      const found = labels(`${OPEN}${marked}`);
      for (const label of wanted) assert.ok(found.includes(label), `${label} of ${found.slice(0, 20).join(' ')}`);
      for (const label of not) assert.ok(!found.includes(label), label);
    });

  it('offers in an `explore` line what may happen, and claims behind the colon', () => {
    const first = (marked: string, n: number): string[] => labels(`${OPEN}explore ${marked}`).slice(0, n);
    assert.deepEqual(first('|', 8), [
      'lose',
      'delay',
      'duplicate',
      'crash',
      'forge',
      'isn repeats',
      'client',
      'server',
    ]);
    assert.deepEqual(first('lose 2, cl|', 8).slice(6), ['client', 'server']);
    assert.deepEqual(first('lose |', 2), ['1', '2']);
    assert.deepEqual(first('lose 2 |', 4), ['from', 'data', 'SYN', 'SYN,ACK']);
    assert.deepEqual(first('lose 2 SYN |', 1), ['from']);
    assert.deepEqual(first('lose 2 SYN from |', 2), ['client', 'server']);
    assert.deepEqual(first('crash |', 2), ['client', 'server']);
    assert.deepEqual(first('crash server |', 1), ['1']);
    assert.deepEqual(first('forge 1 |', 3), ['blind', 'guessed']);
    assert.deepEqual(first('forge 1 blind |', 1), ['spoofing']);
    assert.deepEqual(first('isn |', 1), ['repeats']);
    assert.deepEqual(first('lose 2, client |', 6), ['connect', 'listen', 'close', 'abort', 'send', 'receive']);
    const claims = ['opens', 'ends', 'no-ghost', 'no-reset', 'no-deadlock', 'data-in-order', 'keeps-time-wait'];
    assert.deepEqual(first('lose 2, client connect: |', 10), [...claims, 'never', 'always', 'finally']);
    assert.deepEqual(first('lose 2，client connect：|', 7), claims);
    assert.deepEqual(first('client connect:op|', 7), claims);
    assert.deepEqual(first(': never |', 2), ['client', 'server']);
    assert.ok(labels(`${OPEN}explore : never client |`).includes('TIME-WAIT'));
    assert.deepEqual(labels(`${OPEN}explore : never client CLOSED |`), ['with']);
    assert.ok(labels(`${OPEN}explore : never client CLOSED with server |`).includes('ESTABLISHED'));
    assert.deepEqual(labels(`${OPEN}explore : opens |`), []);
  });

  it('is silent in strings and comments', () => {
    assert.deepEqual(labels(`${OPEN}client -> server ACK "a|`), []);
    assert.deepEqual(labels(`${OPEN}# cl|`), []);
  });

  it('answers wherever the cursor stands, whatever the line', () => {
    const lines = [
      'client -> server SYN,ACK seq=x <mss 1460> "a" violates a, b',
      '<<>=,,-> ~> "',
      '+1s a -> b',
      'explore lose 2 SYN from client:50001, server：80 send 5: never client CLOSED with : opens',
      '客户端 -> ',
    ];
    for (const line of lines) {
      for (let i = 0; i <= line.length; i++) {
        const { start, end } = at(`${OPEN}${line.slice(0, i)}|${line.slice(i)}`).offer;
        assert.ok(start <= end && end === i);
      }
    }
  });
});
