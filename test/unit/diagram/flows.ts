/** Flows drawn by the tests of the diagram, and helpers for the results. */
import { check } from '../../../src/check/check';
import type { Trace } from '../../../src/trace/trace';
import type { Arrangement } from '../../../src/diagram/arrange';
import { createParser } from '../../../src/script/parser';
import { EXCHANGE } from './exchanges';
import { WISHES } from '../check/expecting';

export function play(text: string): Trace {
  return check(createParser().parse(text), undefined, undefined, WISHES);
}

const HOSTS = 'host client 10.0.0.1:49152 isn=1000\nhost server 10.0.0.2:80 isn=5000\nserver listen\n';
const OPEN = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1
`;

export const FLOWS = {
  handshake: `flow "Three-way handshake"
${HOSTS}client -> server SYN seq=x <mss 1460, wscale 7, sackok>
server -> client SYN,ACK seq=y ack=x+1 <mss 1460, wscale 7, sackok>
client -> server ACK seq=x+1 ack=y+1
expect client ESTABLISHED, server ESTABLISHED
`,
  close: `flow "Four-way close"
${HOSTS}section "Three-way handshake"
${OPEN}section "Four-way close"
client close
client -> server FIN,ACK
server -> client ACK
server close
server -> client FIN,ACK
client -> server ACK
expect client TIME-WAIT, server CLOSED
wait 2MSL
`,
  lost: `flow "A lost segment"
${HOSTS}${OPEN}client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK
server -x client PSH,ACK len=500
note over client, server "Nothing reaches the client: the server must send the same bytes again."
server -> client PSH,ACK seq=y+1 ack=x+19 len=500
client -> server ACK ack=y+501
`,
  fates: `flow "Dropped, lost, in flight, not sent"
${HOSTS}client -> server SYN seq=x
client -> server ACK seq=x+1 ack=y+1
server -> client SYN,ACK seq=y checksum=0xBEEF
server -> client SYN,ACK seq=y
server -> client PSH,ACK "hi"
client -> server ACK
client ~> server PSH,ACK "hello" checksum=0x1 violates checksum as a
deliver a
client -x server PSH,ACK seq=x+1 "hello"
client ~> server PSH,ACK "world" as b
`,
  'simultaneous-open': `flow "Simultaneous open"
host a 10.0.0.1:4000 isn=100
host b 10.0.0.2:4000 isn=300
a ~> b SYN seq=x as first
b ~> a SYN seq=y as second
deliver first
deliver second
a ~> b SYN,ACK seq=x ack=y+1 as third
b ~> a SYN,ACK seq=y ack=x+1 as fourth
deliver third
deliver fourth
expect a ESTABLISHED, b ESTABLISHED
`,
  'time-wait': `flow "Four-way close"
${HOSTS}${OPEN}section "Four-way close"
client close
client -> server FIN,ACK
server -> client ACK
server close
server -> client FIN,ACK
client -> server ACK
expect client TIME-WAIT, server CLOSED
`,
  'lost-ack': `flow "The last ACK is lost"
${HOSTS}${OPEN}client -> server FIN,ACK
server -> client ACK
server -> client FIN,ACK
client -x server ACK
wait 1s
server -> client FIN,ACK seq=y+1
client -> server ACK
wait 2MSL
`,
  'simultaneous-close': `flow "Simultaneous close"
${HOSTS}${OPEN}client ~> server FIN,ACK as a
server ~> client FIN,ACK as b
deliver a
deliver b
client ~> server ACK as c
server ~> client ACK as d
deliver c
deliver d
expect client TIME-WAIT, server TIME-WAIT
`,
  reordering: `flow "Reordering"
${HOSTS}${OPEN}client ~> server PSH,ACK len=100 as first
client -> server PSH,ACK len=100
server -> client ACK ack=x+1
deliver first
server -> client ACK ack=x+201
`,
  findings: `flow "Three findings"
${HOSTS}client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x
client -> server ACK seq=x+1 ack=y+2
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK ack=x+18
`,
  lanes: `flow "Two connections between two hosts"
host client 10.0.0.1
host server 10.0.0.2
client:50001 -> server:80 SYN
server:80 -> client:50001 SYN,ACK
client:50001 -> server:80 ACK
client:50002 -> server:80 SYN
server:80 -> client:50002 SYN,ACK
client:50002 -> server:80 ACK
client:50001 -> server:80 PSH,ACK "GET /a\\r\\n"
client:50002 -> server:80 PSH,ACK "GET /b\\r\\n"
server:80 -> client:50002 ACK
server:80 -> client:50001 ACK
client:50002 -> server:80 RST
`,
  'three-hosts': `flow "A proxy between"
host browser 10.0.0.1:50001
host proxy 10.0.0.2
host origin 192.0.2.7:443
browser -> proxy:8080 SYN
proxy:8080 -> browser SYN,ACK
browser -> proxy:8080 ACK
proxy:40000 -> origin SYN
origin -> proxy:40000 SYN,ACK
proxy:40000 -> origin ACK
browser -> proxy:8080 PSH,ACK "GET http://origin/\\r\\n"
note over proxy "The proxy asks in its own name."
proxy:40000 -> origin PSH,ACK "GET /\\r\\n"
origin -x proxy:40000 ACK
`,
  'to-scale': `flow "A timed loss"
${HOSTS}${OPEN}+20ms client -> server PSH,ACK len=100
+20ms server -> client ACK
server -x client PSH,ACK len=500
wait 1s
server -x client PSH,ACK seq=y+1 len=500
wait 2s
server -> client PSH,ACK seq=y+1 len=500
+5ms client -> server ACK
`,
  folded: `flow "A download"
${HOSTS}${OPEN}section "Download"
${'server -> client ACK len=1460\nserver -> client ACK len=1460\nclient -> server ACK\n'.repeat(24)}section "Close"
server -> client FIN,ACK
client -> server FIN,ACK
server -> client ACK
`,
  run: `flow "The engines play on"
${HOSTS}client -> server SYN seq=x
run until client ESTABLISHED, server ESTABLISHED
client send 3000
lose next from client
run
`,
  messages: EXCHANGE,
  supposed: `flow "From the middle of a connection"
host client 10.0.0.1:49152
host server 10.0.0.2:80
given client ESTABLISHED snd.nxt=1000 rcv.nxt=5000
client -> server PSH,ACK seq=1000 "GET /"
client -> server PSH,ACK len=200 supposed
server -> client ACK seq=5000 ack=1205 win=501
client ~> server PSH,ACK len=100 supposed as late
client -x server PSH,ACK len=100 supposed
deliver late
server -> client FIN,ACK supposed
client -> server ACK ack=5001
`,
} as const;

/** Arrangements for some of them. */
export const ARRANGED: Readonly<Record<string, Partial<Arrangement>>> = {
  'to-scale': { time: true, windows: true },
  folded: { runs: true, closed: [79] },
  messages: { show: 'messages' },
};

/** A flow with every kind of row, mistakes included. */
export const EVERYTHING = `flow "客户端与服务器 with a long title that goes on and on, further than a narrow panel is wide"
host client 10.0.0.1:49152 isn=4294967000
host server [2001:db8::8a2e:370:7334]:443 isn=3000000000
server listen
section "三次握手 and a heading that is long enough to need cutting where there is little room for it"
client -> server SYN seq=client_isn <mss 1460, wscale 7, sackok, ts 100 0>
server -> client SYN,ACK seq=server_isn ack=client_isn+1 <mss 1460, wscale 7, sackok, ts 200 100>
client -> server ACK
client send 1400
client -> server PSH,ACK len=700
client ~> server PSH,ACK len=700 as late
note over client "一个很长的注释：报文段在途中，服务器还没有收到它，所以不会确认。 A note with long words: acknowledgment, retransmission."
server -x client ACK ack=client_isn+701
deliver late
server -> client ACK ack=client_isn+9999
client ~> server ACK as stuck
wait 1500ms
expect client CLOSED, server SYN-RECEIVED
note "over all"
server -> client RST,ACK
`;
