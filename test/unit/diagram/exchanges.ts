/** Flows with messages above TCP. */

/** A response of which one segment is lost and goes again. */
export const EXCHANGE = `flow "A response with a lost segment"
host client 10.0.0.1:49152
host server 10.0.0.2:80
client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
client => server http GET /index.html {Accept: text/html}
server send http 200 len=5000
server -> client ACK len=1460
server -x client ACK len=1460
server -> client ACK len=1460
client -> server ACK
server -> client ACK len=661
client -> server ACK
server -> client ACK len=1460 seq=y+1461
client -> server ACK
`;

/** Two messages a segment, and one that is on its way for a while. */
export const PIPELINED = `host client 10.0.0.1:49152
host server 10.0.0.2:80
client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK http GET /a + GET /b
server -> client PSH,ACK http 404 + 200 chunked=5+6
client ~> server PSH,ACK http POST /form "a=1&b=2" as p
wait 10ms
deliver p
`;
