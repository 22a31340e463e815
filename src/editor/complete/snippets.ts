import type { Item, Message } from './item';

/** Groups of lines with places to fill in, in VS Code's snippet syntax. Those with titles are in `words`. */
const SNIPPETS: Readonly<Record<string, string | Message>> = {
  handshake: { id: 'snippet/handshake' },
  connection: { id: 'snippet/connection' },
  hosts:
    'host ${1:client} ${2:10.0.0.1:49152}  isn=${3:1000} mss=${4:1460} window=${5:64240}\nhost ${6:server} ${7:10.0.0.2:80}     isn=${8:5000} mss=$4 window=${9:65160}\n$0',
  data: '${1:client} -> ${2:server}  PSH,ACK  ${3:http GET /}\n$2 -> $1  ACK\n$0',
  close: { id: 'snippet/close' },
  abort: '${1:client} abort\n$1 -> ${2:server}  RST,ACK\nexpect $1 CLOSED, $2 CLOSED\n$0',
  lost: '${1:client} -x ${2:server}  ${3:SYN}\n$0',
  flight: '${1:client} ~> ${2:server}  ${3:SYN}  as ${4:s1}\n$0\ndeliver $4',
  variable: 'expect ${1:client}.${2|snd.una,snd.nxt,snd.wnd,rcv.nxt,rcv.wnd,iss,irs|} = ${3:x+1}\n$0',
  halfway:
    'given ${1:client} ${3|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=${4:1000} snd.nxt=$4 rcv.nxt=${5:5000}\ngiven ${2:server} ${6|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=$5 snd.nxt=$5 rcv.nxt=$4\n$0',
  forgets: '${1:server} forgets\n${2:client} -> $1  PSH,ACK  len=${3:100}\n$1 -> $2  RST\n$0',
};

/** The snippets whose name no other item has. */
export function snippetItems(others: readonly Item[]): Item[] {
  const taken = new Set(others.map((o) => o.label));
  return Object.entries(SNIPPETS)
    .filter(([label]) => !taken.has(label))
    .map(([label, snippet]) => ({ kind: 'snippet', label, snippet, why: { id: `snippet/${label}/about` } }));
}
