/** Generators for laws of the diagram: any flow, right or wrong, and any arrangement. */
import fc from 'fast-check';
import { EYES, LOOKS, SHOWS, type Arrangement } from '../../../src/diagram/arrange';

const OPENING = ['A -> B SYN', 'B -> A SYN,ACK', 'A -> B ACK'];
const HOSTS = fc.constantFrom(
  [],
  ['host A 10.0.0.1:49152 isn=4294960000', 'host B [2001:db8::8a2e:370:7334]:443 isn=100 sack timestamps wscale=4'],
  ['host 客户端 10.0.0.1', 'host A', 'host B'],
);
const side = fc.constantFrom(['A', 'B'], ['B', 'A'], ['A', 'B'], ['B', 'A'], ['A:7', 'B:80'], ['B', 'C'], ['C', 'A']);
const rest = fc.constantFrom(
  '',
  '',
  '',
  'ACK',
  'SYN',
  'FIN,ACK',
  'RST',
  'PSH,ACK len=1460',
  '"hello\\n"',
  'len=9 seq=7',
  'ack=3',
);
const line = fc.oneof(
  fc
    .tuple(side, fc.constantFrom('->', '->', '-x', '~>'), rest, fc.nat(3))
    .map(([[a = '', b = ''], arrow, what, n]) => `${a} ${arrow} ${b} ${what}${arrow === '~>' ? ` as s${n}` : ''}`),
  fc.tuple(fc.constantFrom('deliver', 'drop', 'duplicate'), fc.nat(3)).map(([verb, n]) => `${verb} s${n}`),
  fc.constantFrom(
    ...['A close', 'B close', 'A send 3000', 'B listen', 'A abort', 'B receive 10'],
    ...['wait 1s', 'wait 2MSL', 'wait 40us', '+20ms A -> B', '+3s B -> A'],
    ...[
      'section "data"',
      'section "一个很长很长的标题 that goes on"',
      'note over A "one"',
      'note "two words and a few more"',
    ],
    ...['expect A ESTABLISHED', 'expect B CLOSED', 'A icmp port-unreachable'],
  ),
);
const bulk = fc
  .nat(12)
  .map((n) => Array.from({ length: n }, (_, i) => (i % 3 === 2 ? 'A -> B ACK' : 'B -> A ACK len=100')).join('\n'));

export const anyFlow: fc.Arbitrary<string> = fc
  .tuple(
    HOSTS,
    fc.boolean(),
    fc.array(fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: bulk }), { maxLength: 24 }),
  )
  .map(([hosts, open, lines]) => [...hosts, ...(open ? OPENING : []), ...lines].join('\n'));

export const anyArrangement: fc.Arbitrary<Arrangement> = fc.record({
  runs: fc.constantFrom(true, false, undefined),
  turned: fc.array(fc.nat(20), { maxLength: 3 }),
  closed: fc.array(fc.nat(30), { maxLength: 2 }),
  hosts: fc.constantFrom([], [], [], [0], [1, 2]),
  flags: fc.constantFrom(0, 0, 0, 1, 2, 0x10),
  only: fc.oneof(fc.constant([]), fc.constant([]), fc.subarray([...LOOKS])),
  time: fc.boolean(),
  windows: fc.boolean(),
  show: fc.constantFrom(...SHOWS),
  eyes: fc.constantFrom(...EYES),
});
