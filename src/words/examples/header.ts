import { flow, opened, type Examples } from './flow';

/** A handshake that negotiates SACK. */
const SACK = [
  'client -> server  SYN      seq=x                <mss 1460, sackok>',
  'server -> client  SYN,ACK  seq=y    ack=x+1     <mss 1460, sackok>',
  'client -> server  ACK      seq=x+1  ack=y+1',
];
/** A handshake that negotiates timestamps. */
const TS = [
  'client -> server  SYN      seq=x                <mss 1460, ts 100 0>',
  'server -> client  SYN,ACK  seq=y    ack=x+1     <mss 1460, ts 500 100>',
  'client -> server  ACK      seq=x+1  ack=y+1     <ts 101 500>',
];
/** A handshake that negotiates ECN. */
const ECN = [
  'client -> server  SYN,ECE,CWR  seq=x',
  'server -> client  SYN,ACK,ECE  seq=y  ack=x+1',
  'client -> server  ACK',
];
const sack = (...lines: readonly string[]): string => flow(...SACK, ...lines);
const ts = (...lines: readonly string[]): string => flow(...TS, ...lines);
const ecn = (...lines: readonly string[]): string => flow(...ECN, ...lines);
/** Ten bytes are lost, and the next ten arrive. */
const HOLE = ['client -x server  PSH,ACK  seq=x+1   len=10', 'client -> server  PSH,ACK  seq=x+11  len=10'];

/** Examples of rules on header bytes, options, urgent data and ECN. */
export const header: Examples = {
  'tcp/checksum': flow('client -> server  SYN  checksum=0x1234'),
  'tcp/data-offset': flow('client -> server  SYN  doff=4'),
  'tcp/reserved-bits': flow('client -> server  SYN  reserved=4'),
  'tcp/dscp-changed': opened('client -> server  PSH,ACK  "hello"  dscp=46'),
  'tcp/ip-id-repeated': opened('client -> server  PSH,ACK  "hello"  id=7', 'client -> server  PSH,ACK  "world"  id=7'),
  'tcp/security-changed': flow('host client security=1', 'host server security=1', 'client -> server  SYN  security=2'),
  'tcp/port-zero': flow('host server 10.0.0.2:0', 'client -> server  SYN'),
  'tcp/syn-to-multicast': flow('host server 224.0.0.1:80', 'client -> server  SYN'),
  'tcp/opt-length': flow('client -> server  SYN  <raw 020405b408040101>'),
  'tcp/opt-padding': flow('client -> server  SYN  <raw 020405b400ab0000>'),
  'tcp/opt-mss-length': flow('client -> server  SYN  <raw 0203050101010101>'),
  'tcp/opt-ws-one-sided': flow(
    'client -> server  SYN      <mss 1460, wscale 7>',
    'server -> client  SYN,ACK  <mss 1460>',
  ),
  'tcp/mss-zero': flow('client -> server  SYN  <mss 0>'),
  'tcp/mss-above-mtu': flow('host client mtu=1500', 'client -> server  SYN  <mss 1480>'),
  'tcp/isn-predictable': flow('client -> server  SYN  seq=0'),

  'tcp/opt-sack-not-permitted': opened(...HOLE, 'server -> client  ACK      ack=x+1  <sack x+11..x+21>'),
  'tcp/opt-sack-length': sack(
    ...HOLE,
    'server -> client  ACK      ack=x+1  <sack x+11..x+13 x+14..x+15 x+16..x+17 x+18..x+19 x+20..x+21>',
  ),
  'tcp/sack-inverted': sack(...HOLE, 'server -> client  ACK      ack=x+1  <sack x+21..x+11>'),
  'tcp/sack-never-sent': sack(...HOLE, 'server -> client  ACK      ack=x+1  <sack x+11..x+31>'),
  'tcp/sack-below-ack': sack(
    'client -> server  PSH,ACK  seq=x+1   len=10',
    'server -> client  ACK      ack=x+11',
    'client -x server  PSH,ACK  seq=x+11  len=10',
    'client -> server  PSH,ACK  seq=x+21  len=10',
    'server -> client  ACK      ack=x+11  <sack x+21..x+31 x+1..x+11>',
  ),
  'tcp/sack-touches-ack': sack(...HOLE, 'server -> client  ACK      ack=x+1  <sack x+1..x+21>'),
  'tcp/sack-overlap': sack(
    ...HOLE,
    'client -> server  PSH,ACK  seq=x+21  len=10',
    'server -> client  ACK      ack=x+1  <sack x+21..x+31 x+11..x+21>',
  ),
  'tcp/sack-reneging': sack(
    ...HOLE,
    'server -> client  ACK      ack=x+1   <sack x+11..x+21>',
    'client -> server  PSH,ACK  seq=x+1   len=10',
    'server -> client  ACK      ack=x+11',
  ),
  'tcp/out-of-order-dropped': opened(
    ...HOLE,
    'server -> client  ACK      ack=x+1',
    'client -> server  PSH,ACK  seq=x+1   len=10',
    'server -> client  ACK      ack=x+11',
  ),
  'tcp/syn-data-dropped': flow(
    'client -> server  SYN      seq=x     len=10  <mss 1460>',
    'server -> client  SYN,ACK  seq=y     ack=x+1',
    'client -> server  ACK      seq=x+11  ack=y+1',
    'server -> client  ACK      ack=x+1',
  ),
  'tcp/sack-first-block': sack(
    ...HOLE,
    'server -> client  ACK      ack=x+1   <sack x+11..x+21>',
    'client -x server  PSH,ACK  seq=x+21  len=10',
    'client -> server  PSH,ACK  seq=x+31  len=10',
    'server -> client  ACK      ack=x+1   <sack x+11..x+21 x+31..x+41>',
  ),
  'tcp/sack-omitted': sack(...HOLE, 'server -> client  ACK      ack=x+1  <>'),
  'tcp/dsack-position': sack(
    'client -x server  PSH,ACK  seq=x+1   len=10',
    'client -> server  PSH,ACK  seq=x+11  len=10  as A',
    'server -> client  ACK      ack=x+1   <sack x+11..x+21>',
    'client -x server  PSH,ACK  seq=x+21  len=10',
    'client -> server  PSH,ACK  seq=x+31  len=10',
    'server -> client  ACK      ack=x+1   <sack x+31..x+41 x+11..x+21>',
    'duplicate A',
    'server -> client  ACK      ack=x+1   <sack x+31..x+41 x+11..x+21>',
  ),
  'tcp/dsack-repeat': sack(
    'client -> server  PSH,ACK  seq=x+1   len=10  as A',
    'server -> client  ACK      ack=x+11',
    'duplicate A',
    'server -> client  ACK      ack=x+11  <sack x+1..x+11>',
    'client -> server  PSH,ACK  seq=x+11  len=10',
    'server -> client  ACK      ack=x+21  <sack x+1..x+11>',
  ),

  'tcp/opt-ts-unsolicited': flow(
    'client -> server  SYN      <mss 1460>',
    'server -> client  SYN,ACK  <mss 1460, ts 500 0>',
  ),
  'tcp/opt-ts-missing': ts('client -> server  PSH,ACK  "hello"  <>'),
  'tcp/opt-ts-not-negotiated': opened('client -> server  PSH,ACK  "hello"  <ts 9 3>'),
  'tcp/ts-ecr-without-ack': flow('client -> server  SYN  <mss 1460, ts 100 9>'),
  'tcp/ts-ecr-unknown': ts('client -> server  PSH,ACK  "hello"  <ts 102 501>'),
  'tcp/ts-ecr-rule': ts(
    'server -> client  PSH,ACK  seq=y+1   len=10  <ts 510 101>',
    'client -> server  ACK      ack=y+11  <ts 110 510>',
    'server -> client  PSH,ACK  seq=y+11  len=10  <ts 520 110>',
    'client -> server  ACK      ack=y+21  <ts 120 500>',
  ),
  'tcp/ts-val-backwards': ts('client -> server  PSH,ACK  "hello"  <ts 90 500>'),
  'tcp/ts-rst-form': ts('client -> server  RST  <>'),
  'tcp/paws-accepted-old': ts(
    'client -> server  PSH,ACK  seq=x+1   len=10  <ts 200 500>',
    'server -> client  ACK      ack=x+11  <ts 510 200>',
    'client -> server  PSH,ACK  seq=x+11  len=10  <ts 90 510>  violates ts-val-backwards',
    'server -> client  ACK      ack=x+21  <ts 520 200>',
  ),

  'tcp/tfo-cookie-length': flow('client -> server  SYN  <mss 1460, fastopen 010203>'),
  'tcp/tfo-option-nonsyn': opened('client -> server  PSH,ACK  "hello"  <fastopen 01020304>'),
  'tcp/tfo-data-no-cookie': flow('client -> server  SYN  "hello"  <mss 1460, fastopen>'),
  'tcp/tfo-cookie-wrong': flow(
    'client:50001 -> server  SYN      <mss 1460, fastopen>',
    'server -> client:50001  SYN,ACK  <mss 1460, fastopen 0123456789abcdef>',
    'client:50001 -> server  ACK',
    'client:50002 -> server  SYN      "hello"  <mss 1460, fastopen 0123456789abcdee>',
  ),
  'tcp/tfo-cookie-accepted': flow(
    'client:50001 -> server  SYN      <mss 1460, fastopen>',
    'server -> client:50001  SYN,ACK  <mss 1460, fastopen 0123456789abcdef>',
    'client:50001 -> server  ACK',
    'client:50002 -> server  SYN      seq=x  "hello"  <mss 1460, fastopen 0123456789abcdee>  violates tfo-cookie-wrong',
    'server -> client:50002  SYN,ACK  ack=x+6',
  ),
  'tcp/tfo-retransmit-data': flow(
    'client -x server  SYN  seq=x  "hello"  <mss 1460, fastopen 01020304>',
    'client -> server  SYN  seq=x  "hello"  <mss 1460, fastopen 01020304>',
  ),

  'tcp/urg-ptr-without-urg': opened('client -> server  PSH,ACK  "hello"  urg=5'),
  'tcp/urg-zero': opened('client -> server  PSH,ACK,URG  "hello"  urg=0'),
  'tcp/urg-receded': opened(
    'client -> server  ACK,URG  seq=x+1  "abc"  urg=20',
    'client -> server  ACK,URG  seq=x+4  "def"  urg=5',
  ),
  'tcp/urg-no-data': opened('client -> server  ACK,URG  urg=1'),
  'tcp/urg-used': opened('client -> server  PSH,ACK,URG  "!"  urg=1'),
  'tcp/psh-on-empty': opened('client -> server  PSH,ACK'),
  'tcp/psh-missing': opened('client send 10', 'client -> server  ACK  len=10'),

  'tcp/ecn-synack-unsolicited': flow('client -> server  SYN', 'server -> client  SYN,ACK,ECE'),
  'tcp/ecn-synack-both': flow('client -> server  SYN,ECE,CWR', 'server -> client  SYN,ACK,ECE,CWR'),
  'tcp/ecn-ect-on-syn': flow('client -> server  SYN,ECE,CWR  ecn=ect0'),
  'tcp/ecn-ect-not-negotiated': opened('client -> server  PSH,ACK  "hello"  ecn=ect0'),
  'tcp/ecn-ect-on-rtx': ecn(
    'client -x server  PSH,ACK  seq=x+1  "hello"  ecn=ect0',
    'client -> server  PSH,ACK  seq=x+1  "hello"  ecn=ect0',
  ),
  'tcp/ecn-ect-on-probe': flow(
    ...ECN.map((line) => line.replace('ack=x+1', 'ack=x+1  win=5')),
    'client -> server  PSH,ACK  seq=x+1   "hello"  ecn=ect0',
    'server -> client  ACK      ack=x+6   win=0',
    'client -> server  PSH,ACK  seq=x+6   "!"      ecn=ect0',
  ),
  'tcp/ecn-ect-on-ack': ecn('client -> server  PSH,ACK  "hello"  ecn=ect0', 'server -> client  ACK  ecn=ect0'),
  'tcp/ecn-ece-dropped': ecn(
    'client -> server  PSH,ACK  "hello"  ecn=ce',
    'server -> client  ACK,ECE',
    'client -> server  PSH,ACK,CWR  "again"  ecn=ce',
    'server -> client  ACK',
  ),
  'tcp/ecn-cwr-missing': ecn(
    'client -> server  PSH,ACK  "hello"  ecn=ce',
    'server -> client  ACK,ECE',
    'client -> server  PSH,ACK  "again"  ecn=ect0',
  ),
  'tcp/ecn-cwr-on-rtx': ecn(
    'client -x server  PSH,ACK      seq=x+1  "hello"  ecn=ect0',
    'client -> server  PSH,ACK,CWR  seq=x+1  "hello"',
  ),
  'tcp/ecn-flags-not-negotiated': opened('client -> server  PSH,ACK,ECE  "hello"'),
};
