import type { Table } from '../table';

/** Explanations of states, flags, fields and user calls, for hovers and the panel. */
export const terms = {
  // For each state its meaning, and the transitions out of it (`…/out`) (RFC 9293 §3.3.2).
  'state/CLOSED': 'No connection: nothing is remembered and nothing is awaited.',
  'state/CLOSED/out': 'connect → SYN-SENT; listen → LISTEN.',
  'state/LISTEN': 'Waiting for a SYN from anyone.',
  'state/LISTEN/out': 'SYN arrives → SYN-RECEIVED; connect or send → SYN-SENT; close → CLOSED.',
  'state/SYN-SENT': "SYN sent; waiting for the peer's SYN, usually SYN,ACK.",
  'state/SYN-SENT/out':
    'SYN,ACK arrives → ESTABLISHED; SYN alone arrives (simultaneous open) → SYN-RECEIVED; RST that acknowledges the SYN, or close → CLOSED.',
  'state/SYN-RECEIVED': 'Both SYNs have been exchanged; waiting for the ACK of the own SYN.',
  'state/SYN-RECEIVED/out':
    'ACK arrives → ESTABLISHED; close → FIN-WAIT-1; RST arrives → LISTEN after a passive open, CLOSED after an active one.',
  'state/ESTABLISHED': 'The connection is open: data flows in both directions.',
  'state/ESTABLISHED/out': 'close → FIN-WAIT-1; FIN arrives → CLOSE-WAIT; RST arrives, or abort → CLOSED.',
  'state/FIN-WAIT-1': "FIN sent; waiting for its ACK, for the peer's FIN, or for both. Data is still received.",
  'state/FIN-WAIT-1/out': 'ACK of FIN → FIN-WAIT-2; FIN arrives → CLOSING; FIN with ACK of FIN → TIME-WAIT.',
  'state/FIN-WAIT-2': "The own FIN is acknowledged; waiting for the peer's FIN. Data is still received (half-close).",
  'state/FIN-WAIT-2/out': 'FIN arrives → TIME-WAIT.',
  'state/CLOSE-WAIT': "The peer's FIN has arrived; waiting for the local user to close. Data may still be sent.",
  'state/CLOSE-WAIT/out': 'close (FIN sent) → LAST-ACK.',
  'state/CLOSING': 'Both sides sent FIN at the same time; waiting for the ACK of the own FIN.',
  'state/CLOSING/out': 'ACK of FIN → TIME-WAIT.',
  'state/LAST-ACK': "The peer's FIN was acknowledged and the own FIN sent; waiting for its ACK.",
  'state/LAST-ACK/out': 'ACK of FIN → CLOSED.',
  'state/TIME-WAIT':
    'Both directions are closed; waiting 2 MSL, so that the last ACK can be repeated and old segments die out.',
  'state/TIME-WAIT/out': '2 MSL pass → CLOSED; FIN arrives again → the wait starts anew.',

  'flag/SYN': 'Synchronize: the segment carries the initial sequence number of its sender. Takes one sequence number.',
  'flag/ACK': 'The acknowledgment number is valid. Set on every segment after the first SYN.',
  'flag/FIN': 'The sender has no more data. Takes one sequence number, behind the last byte.',
  'flag/RST': 'Reset: the connection is refused or ended at once. Never acknowledged.',
  'flag/PSH': 'Push: pass what has arrived to the user without waiting for more. Not a record mark.',
  'flag/URG': 'The urgent pointer is valid.',
  'flag/ECE': 'ECN echo: a segment arrived that met congestion; on a SYN: ready for ECN (RFC 3168).',
  'flag/CWR': 'Congestion window reduced: the sender has seen ECE and slowed down (RFC 3168).',
  'flag/bit': 'bit 0x{bit} of the flags',

  'field/seq': "Sequence number: the number of the segment's first byte; on a SYN, the ISN itself.",
  'field/ack': 'Acknowledgment number: the next sequence number that the sender expects. All before it has arrived.',
  'field/win': 'Window: how many bytes from ack on the sender is ready to receive; 16 bits, before scaling.',
  'field/len': 'Payload bytes. Flags are not counted here; SYN and FIN take one sequence number each in addition.',
  'field/urg': 'Urgent pointer: counted from seq, it points to the byte behind the urgent data.',
  'field/checksum':
    "Checksum: the ones' complement of the sum of all 16-bit words of addresses, header and data; 16 bits.",
  'field/doff': 'Data offset: the length of the header with its options, in 32-bit words, 5 to 15.',
  'field/reserved': 'Reserved bits: four bits that are sent as 0.',
  'field/dscp': 'DSCP of the IP header (RFC 2474): how routers are to treat the packet, 0 to 63; 0 is best effort.',
  'field/id': 'Identification of the IP header: by it the fragments of one packet are put together; 16 bits.',
  'field/security':
    'Security of the IP header, level and compartment in one number: a multilevel secure host takes only its own.',
  'field/ecn':
    'ECN field of the IP header (RFC 3168): ect0 and ect1 say that the sender knows ECN, ce that the path is congested.',
  'field/options': 'TCP options.',

  'call/bind': 'bind(): claim the port. It fails while a connection of the port exists, unless SO_REUSEADDR is set.',
  'call/accept': 'accept(): take the oldest complete connection out of the queue. It sends nothing.',
  'call/listen': 'OPEN, passive: wait for anyone to connect.',
  'call/connect': 'OPEN, active: choose an ISN and send SYN.',
  'call/send': 'SEND: hand over data to be sent.',
  'call/receive': 'RECEIVE: take data that has arrived.',
  'call/close': 'CLOSE: no more data to send. FIN goes out behind all data; receiving goes on.',
  'call/abort': 'ABORT: send RST and forget the connection at once.',

  'icmp/net-unreachable': 'Destination Unreachable, code 0. A soft error: the route may come back, so TCP goes on.',
  'icmp/host-unreachable': 'Destination Unreachable, code 1. A soft error: the host may come back, so TCP goes on.',
  'icmp/protocol-unreachable':
    'Destination Unreachable, code 2: the host has no TCP. A hard error: the connection should be aborted.',
  'icmp/port-unreachable':
    'Destination Unreachable, code 3: nobody has this port. A hard error: the connection should be aborted. Linux and FreeBSD do so only while it opens.',
  'icmp/fragmentation-needed':
    'Destination Unreachable, code 4: the packet is too large and must not be fragmented. A hard error by RFC 9293; Linux and FreeBSD take it as news of the path MTU.',
  'icmp/source-route-failed': 'Destination Unreachable, code 5. A soft error: TCP goes on.',
  'icmp/source-quench': 'A request to send more slowly, obsolete since RFC 6633. TCP discards it.',
  'icmp/time-exceeded':
    'The packet was on its way for too long, or a fragment of it was missing. A soft error: TCP goes on.',
  'icmp/parameter-problem': 'Something in the IP header was wrong. A soft error: TCP goes on.',

  'profile/rfc9293': 'The standard of today, RFC 9293, with nothing optional but challenge ACKs.',
  'profile/rfc793': 'The standard as it was in RFC 793 and RFC 1122.',
  'profile/linux': 'Linux 6 with its default settings.',
  'profile/freebsd': 'FreeBSD with its default settings.',

  'variant/two-way-handshake':
    'What if two segments opened a connection: the passive side is ESTABLISHED with its SYN,ACK.',
  'variant/no-time-wait': 'What if nobody waited: the active closer is CLOSED at once.',
  'variant/three-way-close': 'What if three segments always closed a connection: FIN is answered with FIN,ACK.',
  'variant/predictable-isn': 'What if initial sequence numbers could be guessed: each is a fixed step beyond the last.',
  'variant/tahoe': 'What if there were no fast recovery: after a loss the sender begins again with one segment.',

  'arrow/deliver': 'The segment is sent and arrives.',
  'arrow/lose': 'The segment is sent and lost on the way.',
  'arrow/message': 'A whole message: the engines cut it into segments and acknowledge them.',
  'arrow/open':
    'The segment is sent; whether it arrives can’t be told. Both worlds are kept while both are legal. With `as`, it is open from `deliver` on.',
  'arrow/hold': 'The segment is sent and stays on the way until `deliver` or `drop` names it.',
} as const satisfies Table;
