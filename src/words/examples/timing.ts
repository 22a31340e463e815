import { flow, OPEN, opened, type Examples } from './flow';

const FIRST = OPEN.slice(0, 2);
/** Both sides have closed, and the client is in TIME-WAIT. */
const CLOSED = [...OPEN, 'client -> server  FIN,ACK', 'server -> client  FIN,ACK', 'client -> server  ACK'];
const closed = (...lines: readonly string[]): string => flow(...CLOSED, ...lines);
const SHUT = ['server -> client  ACK      win=0', 'client send 100'];

/** Windows, timers, replies and silence, giving up, TIME-WAIT. */
export const timing: Examples = {
  'tcp/window-needs-scale': opened('client -> server  ACK  win=70000'),
  'tcp/window-syn-scaled': flow('host client window=65536 wscale=7', 'client -> server  SYN  win=512'),
  'tcp/window-shrunk': opened(
    'client -> server  PSH,ACK  seq=x+1  len=10',
    'server -> client  ACK      win=1000',
    'client -> server  PSH,ACK  seq=x+11  len=10',
    'server -> client  ACK      win=500',
  ),
  'tcp/window-update-small': flow(
    ...FIRST,
    'client -> server  ACK',
    'client -> server  PSH,ACK  len=10',
    'server -> client  ACK      win=0',
    'server -> client  ACK      win=10',
  ),
  'tcp/new-data-after-shrink': opened(
    'client -> server  ACK  seq=x+1     len=1000',
    'server -> client  ACK  ack=x+1001  win=2000',
    'client -x server  ACK  seq=x+1001  len=1000',
    'server -> client  ACK  ack=x+1001  win=500  violates window-shrunk',
    'client -> server  ACK  seq=x+2001  len=100',
  ),
  'tcp/rtx-beyond-window': opened(
    'client -> server  PSH,ACK  seq=x+1  len=10',
    'server -> client  ACK      ack=x+11  win=2000',
    'client -x server  PSH,ACK  seq=x+11  len=1000',
    'server -> client  ACK      ack=x+11  win=500  violates window-shrunk',
    'client -> server  PSH,ACK  seq=x+11  len=1000',
  ),
  'tcp/rto-late': opened(
    '+10ms client -x server  PSH,ACK  seq=x+1  len=10',
    '+30s  client -> server  PSH,ACK  seq=x+1  len=10',
  ),
  'tcp/window-signed': flow(
    ...FIRST,
    'client -> server  ACK',
    'client send 100',
    'server -> client  ACK      win=40000',
    '+5s server -> client  PSH,ACK  "hello"',
  ),
  'tcp/nagle': opened('client send 20', 'client -> server  PSH,ACK  len=10', 'client -> server  PSH,ACK  len=10'),
  'tcp/sender-sws': opened('client send 5000', 'client -> server  ACK  len=10'),
  'flow/slow-start': opened(
    'client -> server  ACK  len=1460',
    'server -> client  ACK',
    ...Array.from({ length: 14 }, (_, i) => `client ~> server  ACK  len=1460  as s${i + 1}`),
  ),
  'flow/loss-window': opened(
    '+10ms client -x server  ACK  len=1460',
    '+1s   client -x server  ACK  seq=x+1  len=1460',
    '+10ms client -> server  ACK  seq=x+1461  len=1460',
  ),
  'tcp/initial-window': opened(...Array.from({ length: 11 }, () => 'client -> server  ACK  len=1460')),

  'tcp/zwp-first': opened(...SHUT, '+10ms client -> server  ACK  len=1'),
  'tcp/zwp-backoff': opened(
    ...SHUT,
    '+1s client -> server  ACK  len=1',
    '+0s server -> client  ACK  win=0',
    '+1s client -> server  ACK  len=1',
  ),
  'tcp/zwp-form': opened(
    'client -> server  PSH,ACK  seq=x+1  len=10',
    'server -> client  ACK      win=0',
    'client -> server  ACK      seq=x+5',
  ),
  'tcp/zwp-missing': opened(...SHUT, '+0s server -> client  ACK  win=0', 'wait 60s'),
  'tcp/zwp-unanswered': opened('+10ms server -> client  ACK  win=0', '+1s client -> server  ACK  len=1', 'wait 600ms'),
  'tcp/zwp-abort': opened(
    ...SHUT,
    '+1s client -> server  ACK  len=1',
    '+0s server -> client  ACK  win=0',
    '+1s client -> server  RST',
  ),

  'tcp/rto-early': flow(
    'client -> server  SYN      seq=x',
    '+0s server -> client  SYN,ACK  seq=y',
    '+200ms client -> server  ACK',
    '+0s server -x client  PSH,ACK  seq=y+1  "hello"',
    '+300ms server -> client  PSH,ACK  seq=y+1  "hello"',
  ),
  'tcp/rto-below-1s': flow(
    'profile linux',
    ...OPEN,
    '+1s client -x server  PSH,ACK  seq=x+1  "hello"',
    '+220ms client -> server  PSH,ACK  seq=x+1  "hello"',
  ),
  'tcp/rto-no-backoff': flow(
    'client -x server  SYN  seq=x',
    '+1s client -x server  SYN  seq=x',
    '+2s client -x server  SYN  seq=x',
    '+2s client -> server  SYN  seq=x',
  ),
  'tcp/rto-not-first': opened(
    '+0s client -x server  PSH,ACK  seq=x+1   len=10',
    '+0s client -x server  PSH,ACK  seq=x+11  len=10',
    '+1s client -> server  PSH,ACK  seq=x+11  len=10',
  ),
  'tcp/rto-after-lost-syn': flow(
    'client -x server  SYN      seq=x',
    '+1s client -> server  SYN      seq=x',
    '+100ms server -> client  SYN,ACK  seq=y',
    '+0s client -> server  ACK',
    '+0s client -x server  PSH,ACK  seq=x+1  "hello"',
    '+2s client -> server  PSH,ACK  seq=x+1  "hello"',
  ),
  'tcp/fast-rtx-early': opened(
    '+0s client -x server  ACK      seq=x+1    len=1000',
    '+0s client -> server  PSH,ACK  seq=x+1001 len=1000',
    '+5ms server -> client  ACK      ack=x+1',
    '+0s client -> server  ACK      seq=x+1    len=1000',
  ),
  'tcp/tlp-probe': flow(
    'client -> server  SYN      seq=x  <mss 1460, sackok>',
    '+0s server -> client  SYN,ACK  seq=y  <mss 1460, sackok>',
    '+100ms client -> server  ACK',
    '+0s server -x client  PSH,ACK  seq=y+1  "hello"',
    '+950ms server -> client  PSH,ACK  seq=y+1  "hello"',
  ),
  'tcp/rtx-sacked': flow(
    'client -> server  SYN      seq=x             <mss 1460, sackok>',
    'server -> client  SYN,ACK  seq=y    ack=x+1  <mss 1460, sackok>',
    'client -> server  ACK',
    'client -x server  PSH,ACK  seq=x+1   len=10',
    'client -> server  PSH,ACK  seq=x+11  len=10',
    'server -> client  ACK      ack=x+1   <sack x+11..x+21>',
    'client -> server  PSH,ACK  seq=x+11  len=10',
  ),
  'tcp/rtx-pure-ack': flow(...FIRST, 'client -x server  ACK      seq=x+1', 'client -> server  ACK      seq=x+1'),
  'tcp/rtx-missing': opened('+0s client -x server  PSH,ACK  "hello"', 'wait 60s'),
  'tcp/rtx-give-up-data': opened(
    '+0s client -x server  PSH,ACK  seq=x+1  "hello"',
    '+1s client -x server  PSH,ACK  seq=x+1  "hello"',
    '+2s client -> server  RST',
  ),
  'tcp/rtx-give-up-syn': flow(
    'client -x server  SYN  seq=x',
    '+1s client -x server  SYN  seq=x',
    '+2s client -x server  SYN  seq=x',
    'wait 4s',
    'expect client CLOSED',
  ),

  'tcp/ack-late': opened('+0s client -> server  PSH,ACK  "hello"', '+700ms server -> client  ACK'),
  'tcp/ack-every-second': opened(
    ...Array.from({ length: 3 }, () => '+10ms client -> server  ACK  len=1460'),
    'server -> client  ACK',
  ),
  'tcp/dupack-delayed': opened(
    '+0s client -x server  PSH,ACK  seq=x+1   len=10',
    '+0s client -> server  PSH,ACK  seq=x+11  len=10',
    '+200ms server -> client  ACK      ack=x+1',
  ),
  'tcp/ack-per-queued-segment': opened(
    '+1s client -> server  ACK  len=1460',
    '+0s server -> client  ACK',
    '+0s client -> server  ACK  len=1460',
    '+0s server -> client  ACK',
  ),
  'tcp/challenge-ack-flood': opened(
    '+0s client -> server  PSH,ACK  seq=x+1  "hello"  as OLD',
    'server -> client  ACK',
    ...Array.from({ length: 11 }, () => ['duplicate OLD', '+10ms server -> client  ACK']).flat(),
  ),

  'tcp/keepalive-form': opened('+2h client -> server  ACK      seq=x+1'),
  'tcp/keepalive-busy': opened(
    '+0s client -> server  PSH,ACK  seq=x+1  "hello"',
    '+100ms server -> client  ACK',
    '+100ms client -> server  ACK      seq=x+5',
  ),
  'tcp/keepalive-idle-short': opened('+60s client -> server  ACK      seq=x'),
  'tcp/keepalive-data': opened(
    '+0s client -> server  PSH,ACK  seq=x+1  "hello"',
    '+0s server -> client  ACK',
    '+2h client -> server  ACK      seq=x+5  len=1',
  ),
  'tcp/keepalive-one-strike': opened('+2h client -x server  ACK      seq=x', '+75s client -> server  RST'),
  'tcp/keepalive-reply': opened('+2h client -> server  ACK      seq=x', 'wait 1s'),
  'tcp/keepalive-units': flow('host client keepalive=75min', 'client -> server  SYN'),

  'tcp/reply-missing': flow('server listen', '+0s client -> server  SYN', 'wait 600ms'),
  'tcp/reply-unacceptable-form': opened(
    'client -> server  PSH,ACK  seq=x+1  "hello"  as A',
    'server -> client  ACK      ack=x+6',
    'duplicate A',
    'server -> client  ACK      ack=x+1',
  ),
  'tcp/reply-unacceptable-missing': opened(
    '+0s client -> server  PSH,ACK  seq=x+1  "hello"  as A',
    'server -> client  ACK',
    'duplicate A',
    'wait 600ms',
  ),
  'tcp/ack-unsent-reply': opened('+0s server -> client  ACK  ack=x+900  violates ack-beyond-sent', 'wait 600ms'),
  'tcp/fin-not-acked': opened('+0s client -> server  FIN,ACK', 'wait 600ms'),
  'tcp/rst-missing-closed': opened(
    'client abort',
    'client -x server  RST',
    '+0s server -> client  PSH,ACK  "hello"',
    'wait 600ms',
  ),
  'tcp/rst-missing-listen': flow(
    'server listen',
    'client ~> server  SYN  seq=x  as OLD',
    '+0s client -> server  ACK  seq=x+1  ack=500  violates segment-not-allowed',
    'wait 600ms',
  ),
  'tcp/rst-missing-bad-ack': flow(
    'client -> server  SYN      seq=x',
    '+0s server -> client  SYN,ACK  seq=y  ack=x-9  violates synack-ack',
    'wait 600ms',
  ),

  'tcp/rst-instead-of-ack': opened(
    'client -> server  PSH,ACK  seq=x+1  "hello"  as A',
    'server -> client  ACK',
    'duplicate A',
    'server -> client  RST      seq=x+1',
  ),
  'tcp/rst-outside-window': flow(
    'host server window=100',
    ...OPEN,
    'client -x server  PSH,ACK  seq=x+1  len=100',
    'client abort',
    'client -> server  RST',
  ),
  'tcp/rst-not-exact': opened('client -x server  PSH,ACK  "hello"', 'client abort', 'client -> server  RST'),
  'tcp/rst-blind-accepted': opened(
    'client -x server  PSH,ACK  "hello"',
    'client abort',
    'client -> server  RST',
    'expect server CLOSED',
  ),
  'tcp/rst-synsent-useless': flow('server listen', 'client -> server  SYN', 'server abort', 'server -> client  RST'),
  'tcp/rst-close-unread': opened('client -> server  PSH,ACK  len=10', 'server receive 4', 'server -> client  FIN,ACK'),
  'tcp/rst-data': opened('client abort', 'client -> server  RST  "why?"'),
  'tcp/rst-in-timewait': flow(
    ...OPEN,
    'server -> client  PSH,ACK  "hello"  as OLD',
    'client -> server  FIN,ACK',
    'server -> client  FIN,ACK',
    'client -> server  ACK',
    'duplicate OLD',
    'client -> server  ACK',
    'server -> client  RST',
  ),

  'tcp/timewait-wrong-side': closed('expect server TIME-WAIT'),
  'tcp/timewait-reuse': closed('client -> server  SYN'),
  'tcp/timewait-isn': closed('server connect', 'server -> client  SYN  seq=z', 'client -> server  SYN,ACK  seq=x-5'),
  'tcp/timewait-6191': closed('server connect', 'server -> client  SYN  seq=y-500', 'client -> server  SYN,ACK'),
  'tcp/timewait-refin': flow(
    ...OPEN,
    'client -> server  FIN,ACK',
    'server -> client  FIN,ACK  as FIN',
    '+0s client -x server  ACK',
    '+1s duplicate FIN',
    'wait 600ms',
  ),
  'tcp/timewait-length': flow('profile linux', ...CLOSED, 'wait 4min'),
  'tcp/close-wait-stuck': opened('client -> server  FIN,ACK', 'server -> client  ACK'),
  'tcp/ack-storm': opened('attacker -> server  ACK  seq=x+1  ack=y+1  len=10  spoofing client', 'run'),
  'tcp/left-open': opened('client abort', 'client -x server  RST'),
  'tcp/arrival-unknown': flow('client ~> server  SYN'),
  'tcp/state-name': flow('client -> server  SYN', 'expect client SYN_SEND'),
};
