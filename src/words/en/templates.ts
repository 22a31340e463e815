import type { Table } from '../table';

/** Titles, descriptions and texts of the templates of `New Flow`. */
export const templates = {
  'template/empty/title': 'Empty',
  'template/empty/about': 'Two hosts and nothing else: Ctrl+Space offers what may come next.',
  'template/empty':
    'flow "New flow"\n# One statement a line; Ctrl+Space offers what may come next.\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\n',
  'template/handshake/title': 'Handshake',
  'template/handshake/about': 'SYN, SYN,ACK, ACK: three segments open a connection.',
  'template/handshake':
    'flow "Three-way handshake"\n# One statement a line. Every line is checked against both endpoints\' state machines.\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nserver listen\n\nclient -> server  SYN      seq=x                # x names the client\'s initial sequence number\nserver -> client  SYN,ACK  seq=y    ack=x+1     # SYN takes one number, hence x+1\nclient -> server  ACK      seq=x+1  ack=y+1     # what is left out, the engine fills in\nexpect client ESTABLISHED, server ESTABLISHED\n',
  'template/connection/title': 'Whole connection',
  'template/connection/about': 'Open, a request and its answer, close.',
  'template/connection':
    'flow "Open, ask, answer, close"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "Three-way handshake"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "Request and answer"\nclient -> server  PSH,ACK  http/1.0 GET /\nserver -> client  PSH,ACK  http/1.0 200 len=512\nclient -> server  ACK\n\nsection "Close"\nserver -> client  FIN,ACK\nclient -> server  ACK\nexpect server FIN-WAIT-2, client CLOSE-WAIT\nclient -> server  FIN,ACK\nserver -> client  ACK\nexpect client CLOSED, server TIME-WAIT\nwait 2MSL\nexpect server CLOSED\n',
  'template/lost-data/title': 'Lost data',
  'template/lost-data/about': 'A segment is lost, its timer runs out, and it is sent again.',
  'template/lost-data':
    'flow "A segment is lost"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "Open"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "Lost, and sent again"\nclient -x server  PSH,ACK  len=100 as request\nwait 1s                                         # the retransmission timer runs out\nclient -> server  resend request\nserver -> client  ACK\n',
  'template/lost-ack/title': 'Lost ACK',
  'template/lost-ack/about': 'The data arrives and its ACK does not: the receiver sees the same bytes twice.',
  'template/lost-ack':
    'flow "An ACK is lost"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "Open"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "The ACK is lost"\nclient -> server  PSH,ACK  len=100 as request\nserver -x client  ACK\nwait 1s                                         # the client cannot know that its data has arrived\nclient -> server  resend request\nserver -> client  ACK                           # nothing new: the same ACK once more\n',
  'template/close/title': 'Four-way close',
  'template/close/about': 'Both sides close, one after the other; the first one waits for two MSL.',
  'template/close':
    'flow "Four-way close"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "Open"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "The client closes"\nclient close\nclient -> server  FIN,ACK  seq=x+1  ack=y+1\nserver -> client  ACK      seq=y+1  ack=x+2     # FIN takes one number, too\nexpect client FIN-WAIT-2, server CLOSE-WAIT\n\nsection "The server closes"\nserver close\nserver -> client  FIN,ACK  seq=y+1  ack=x+2\nclient -> server  ACK      seq=x+2  ack=y+2\nexpect client TIME-WAIT, server CLOSED\nwait 2MSL\nexpect client CLOSED\n',
  'template/refused/title': 'Refused',
  'template/refused/about': 'Nobody listens on the port: RST.',
  'template/refused':
    'flow "Connection refused"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nclient -> server  SYN      seq=x\nserver -> client  RST,ACK  seq=0  ack=x+1\nexpect client CLOSED, server CLOSED\n',
} as const satisfies Table;
