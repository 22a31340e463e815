import type { Table } from '../table';

/** The requirement of each rule and its reason, without arguments, for the rule's page and for hovers. */
export const why = {
  'why/tcp/flags-none':
    'A segment must carry at least one of SYN, ACK and RST. Outside the handshake every segment carries ACK, and a receiver drops those that do not (unless they are SYN or RST).',
  'why/tcp/flags-syn-fin':
    'SYN and FIN together were of use to transactional TCP only. A listener may take the SYN and queue the FIN, but filters take the pair for a port scan.',
  'why/tcp/flags-syn-rst':
    'Every state tests RST before SYN, so the SYN is never seen. A segment that opens a connection carries no RST.',
  'why/tcp/flags-rst-fin': 'Every state tests RST before FIN, so the FIN is never seen.',
  'why/tcp/field-range':
    'Sequence and acknowledgment numbers have 32 bits, window and urgent pointer 16. Sequence numbers that pass 2^32 - 1 go on at 0: write them modulo 2^32.',
  'why/tcp/ack-field-without-bit':
    'The acknowledgment number has a meaning only if the ACK flag is set. Either set the flag or leave the number out.',
  'why/tcp/opt-mss-nonsyn':
    'MSS says, once, how large the segments are that a side can receive. It may be sent on SYN and SYN,ACK only.',
  'why/tcp/opt-ws-nonsyn':
    'The shift count of the window is fixed when the connection opens, for its whole life. On later segments the option is ignored.',
  'why/tcp/opt-ws-unsolicited':
    'Scaling is in force only if both SYNs carried the option. A SYN,ACK may carry it only if the SYN did, so that a peer that does not know it is never confused.',
  'why/tcp/opt-ws-shift':
    'The largest window is 2^30 bytes, hence a shift of 14 at most; a receiver takes larger ones as 14.',
  'why/tcp/opt-sackperm-nonsyn':
    'SACK permitted says that its sender can use selective acknowledgments. It is announced on SYN and SYN,ACK only.',
  'why/tcp/open-not-syn':
    'Without a connection there is nothing that a segment could belong to. The first segment is a SYN without ACK. A listener answers one with ACK by RST and drops the rest; where nobody listens, all but RST are answered with RST.',
  'why/tcp/syn-has-ack':
    'The first SYN has nothing to acknowledge. A listener answers any segment that carries ACK with RST.',
  'why/tcp/synack-without-syn':
    'SYN,ACK says two things: here is my ISN, and I have yours. It can be sent only after a SYN has arrived.',
  'why/tcp/synack-ack':
    "SYN takes one sequence number, so the next number expected is the peer's ISN plus one. A SYN,ACK with another ack is answered with RST. Each side has an ISN and numbers of its own.",
  'why/tcp/handshake-ack':
    "The third segment carries its sender's ISN plus one (the SYN took one number) and acknowledges the peer's ISN plus one.",
  'why/tcp/syn-consumes-one':
    'SYN takes a sequence number, so that it can be acknowledged on its own and sent again. The first byte of data has the ISN plus one.',
  'why/tcp/isn-changed':
    'A SYN that is sent again is the same segment: another ISN would be another attempt, and the two would be taken for different connections.',
  'why/tcp/data-before-synack':
    'Until the SYN,ACK has arrived, the sender knows neither the number nor the window of its peer. Data that the user sends is kept until the connection is established.',
  'why/tcp/data-in-syn-received':
    'Until its SYN is acknowledged, a side cannot know that its peer really is there. Data is kept until then, and travels after the third segment.',
  'why/tcp/data-on-syn':
    'A SYN may carry data. The receiver must not pass it to its user before the handshake is complete, as the SYN may be an old duplicate. TCP Fast Open is the exception.',
  'why/tcp/simopen-form':
    'When both sides open at the same time, each answers the SYN of the other with SYN,ACK: its own SYN again, with the same ISN, and an ACK of the other one.',
  'why/tcp/syn-in-synchronized':
    'A SYN inside a live connection is either old, or sent after a crash, or forged. The receiver answers with a challenge ACK, and the real peer answers that one with RST if it knows of no connection.',
  'why/tcp/mss-exceeded':
    'A sender must not send larger segments than its peer announced with MSS (536 bytes where it announced nothing, 1220 over IPv6), less the bytes that options take.',
  'why/tcp/seq-gap':
    'Sequence numbers count bytes. A new segment starts with the number right behind all that was sent before: SND.NXT.',
  'why/tcp/seq-pure-ack':
    'A segment without data, SYN or FIN takes no number, and carries SND.NXT: the number that the next byte will have.',
  'why/tcp/ack-consumed-seq':
    'Only data, SYN and FIN take sequence numbers. If an ACK took one, ACKs would have to be acknowledged in turn, for ever.',
  'why/tcp/seq-before-isn': 'A side starts to count at its ISN: smaller numbers belong to no byte of this connection.',
  'why/tcp/fin-consumes-one':
    'FIN takes a sequence number behind the last byte, so that it can be acknowledged on its own: with that number plus one.',
  'why/tcp/fin-seq':
    "FIN takes the number right behind the last byte that its sender has sent. Each direction has numbers of its own: the peer's numbers do not matter here.",
  'why/tcp/fin-moved':
    'FIN marks the end of the data at one fixed number. When it is sent again, it has that number again.',
  'why/tcp/data-after-fin':
    'FIN says: no more data from this side. The other side may go on sending until its own FIN (half-close).',
  'why/tcp/fin-without-ack':
    'Every segment after the first SYN carries ACK, FIN too: a receiver drops a FIN without ACK. Drawings that show a bare FIN leave the ACK out.',
  'why/tcp/ack-bit-missing':
    'Once a SYN has arrived there is always something to acknowledge, so every segment carries ACK. A receiver drops those that do not, except RST.',
  'why/tcp/fin-before-queued-data':
    'Close does not throw away what the user has sent before: FIN follows when all of it has been sent.',
  'why/tcp/fin-without-close':
    'TCP sends FIN when its user closes, never by itself. On a side where the flow writes close, FIN follows such a call.',
  'why/tcp/data-not-from-user':
    'TCP sends what its user has handed over, and no more. On a side where the flow writes send, data is held to it.',
  'why/tcp/ack-beyond-sent':
    'An ack says that everything before it has arrived. What the peer has not sent cannot have arrived: the peer drops the segment and answers with an ACK.',
  'why/tcp/ack-of-hole':
    'Acknowledgments are cumulative: all bytes before ack have arrived. While one is missing, ack stays at it; what arrived behind it can be told by SACK.',
  'why/tcp/ack-not-rcvnxt':
    'ack is the next sequence number that the sender of the segment expects (RCV.NXT): not the last byte received, but the one behind it.',
  'why/tcp/ack-went-back': 'What has arrived in order never gets lost again, so RCV.NXT, and with it ack, only grows.',
  'why/tcp/ack-plus-one':
    'ack is seq plus the length of what arrived. Plus one is right for SYN and FIN, which count as one, and for one byte of data.',
  'why/tcp/data-beyond-window':
    'The window, counted from the ack it came with, is what the peer has room for. New data beyond its edge may be dropped.',
  'why/tcp/zero-window-data':
    'With a zero window the peer has no room at all. The sender waits for a window update and sends small probes, so that a lost update does not stop the connection for ever.',
  'why/tcp/rst-form-noack':
    'Where there is no connection, the RST to a segment without ACK has no number to go by: it has seq 0, and acknowledges the segment, so that its sender can tell that it is meant.',
  'why/tcp/rst-form-ack':
    'Where there is no connection, the RST to a segment with ACK takes the number that its sender expects next: exactly that ack. So it is acceptable there.',
  'why/tcp/rst-to-rst': 'If resets were answered with resets, two sides without a connection would never stop.',
  'why/tcp/rst-abort-seq':
    'The peer takes an RST only if it has the number that it expects next: SND.NXT, when all before has arrived.',
  'why/tcp/segment-after-rst':
    'Who sends RST on abort deletes the connection at once: it can only answer what still arrives with further RSTs.',
  'why/tcp/rst-instead-of-ack':
    'In a synchronized state a segment that is not acceptable is most likely an old duplicate. It is answered with an ACK of what is expected; the connection lives on. Only a SYN in the window may be answered with RST, by a TCP that does not follow RFC 5961.',
  'why/tcp/last-ack-numbers':
    "Each FIN took one number: the last ACK has its sender's FIN plus one as seq and the peer's FIN plus one as ack.",
  'why/tcp/middle-two-same-seq':
    'The passive side first acknowledges the FIN and later sends its own. The ACK took no number, so both have the same seq, unless data was sent between them.',
  'why/tcp/simclose-numbers':
    'When the FINs cross, each side acknowledges the FIN of the other: seq is that of its own FIN plus one, ack that of the other FIN plus one.',
  'why/tcp/state-mismatch':
    'The states follow from what was sent and what has arrived, row by row of the state machine.',
  'why/tcp/segment-not-allowed': 'No transition of the state machine sends such a segment from this state.',
  'why/tcp/open-unspecified':
    'An active OPEN needs an address and port to connect to; only a passive one, `listen`, can leave them open.',
  'why/tcp/user-call': 'Each user call is possible in some states only; in the others it fails and sends nothing.',
  'why/tcp/address-in-use':
    'bind() of a listening socket fails while a connection of its port exists, TIME-WAIT included. With SO_REUSEADDR it succeeds.',
  'why/flow/call-succeeds':
    'The word `fails` behind a call says that the call fails. It is an error if the call succeeds.',
  'why/tcp/rtx-acked':
    'What is acknowledged leaves the retransmission queue: only unacknowledged bytes are sent again.',
  'why/tcp/state-name':
    'RFC 9293 names eleven states. Tools and textbooks write some of them otherwise (SYN_RCVD, CLOSED_WAIT); such names are understood.',
  'why/flow/unbound-name': 'A name has to stand for something before it is used: let, or the seq of a SYN, binds it.',
  'why/flow/name-taken': 'A name has one meaning in a flow.',
  'why/flow/unknown-flight':
    'deliver and drop name a segment that was sent with ~> and has neither arrived nor been lost.',
  'why/flow/nothing-in-flight':
    'Segments that a run sent over a link, and delayed ones, arrive by themselves: "deliver next from" and "drop next from" are about them.',
  'why/flow/unknown-segment': 'resend and duplicate name a segment that was sent before, with as.',
  'why/flow/unknown-host': 'A host is known by a host line or by an arrow that names it.',
  'why/flow/unknown-variable':
    'expect knows the variables of the TCB: snd.una, snd.nxt, snd.wnd, snd.wl1, snd.wl2, iss, rcv.nxt, rcv.wnd, irs, and cwnd, ssthresh, flight, rto, srtt, rttvar. The urgent pointers have a value only while there is urgent data, ssthresh from the first loss on, srtt and rttvar from the first measurement on.',
  'why/flow/expectation-variable':
    'expect asserts what is true of an endpoint at this point of the flow; it changes nothing.',
  'why/flow/message-value':
    'Each message has values of its own: octets in hexadecimal, names of suites and groups. What is left out is what that side would say.',
  'why/flow/expectation-layer':
    'A side of HTTP/1 is IDLE between exchanges, SEND_BODY inside a message, DONE while a client waits, SEND_RESPONSE while a server has a request to answer, MUST_CLOSE behind close, CLOSED behind its end. A side of TLS begins in START, waits for one message after the other, and is CONNECTED when the handshake is complete.',
  'why/flow/expectation-owes': 'An endpoint owes what a segment called for and what it has not sent yet.',
  'why/flow/owed-at-end':
    'An endpoint that owes an answer would send it. Write the segment, or leave it if the story ends here.',
  'why/flow/in-flight-at-end': 'A segment sent with ~> stays on its way until deliver or drop names it.',
  'why/flow/rule-not-broken': 'violates announces a mistake that is meant. If nothing is wrong, the announcement is.',
  'why/flow/unknown-rule': 'violates names rules by their ids, such as ack-not-rcvnxt.',
  'why/tcp/mss-absent':
    'A side that announces no MSS is taken to receive 536 bytes a segment over IPv4 (1220 over IPv6), which is slow on every network of today.',
  'why/tcp/ack-of-pure-ack':
    'Only what takes sequence numbers is acknowledged: data, SYN and FIN. Otherwise two sides would exchange ACKs for ever.',
  'why/tcp/rst-not-honoured':
    'A valid RST (since RFC 5961: with exactly the number that is expected next) ends the connection: who receives it deletes the connection and sends no more on it.',
  'why/tcp/rtx-bytes-differ':
    'A sequence number belongs to one byte for good. Retransmissions may be cut differently, but each number carries the byte that it carried before.',
  'why/flow/slow-start':
    'A sender finds out what the path bears by doubling its congestion window each round trip: an ACK lets it send what was acknowledged, and as much again.',
  'why/flow/loss-window':
    'After a timeout nothing is known of what was in flight: the congestion window comes down to one full-sized segment, and grows again from there.',
  'why/flow/isn-differs':
    'isn= on a host line is the initial sequence number, and the SYN carries it. Write it in one place only, or the same number in both.',
  'why/flow/retransmission':
    'Bytes that were sent before are sent again, with the same numbers. That is legal while they are not acknowledged.',
  'why/flow/keepalive-probe':
    'A probe carries SND.NXT - 1: outside the window, so that a peer that still has the connection answers with an ACK, and one that has not, with RST.',
  'why/flow/relative-numbers':
    'Packet analysers print sequence numbers relative to those of the SYNs, so that the first octet of data has number 1. A flow writes the numbers that the segments carry, or names: `x+1`.',
  'why/flow/misspelt-host':
    'A name with two letters swapped, or with one missing, wrong or too many, would be a host of its own, and nothing would reach the one that is meant.',
  'why/flow/scaled-windows':
    'Packet analysers print a calculated window, in octets. The field has 16 bits and carries it shifted right by the shift count of the SYN (RFC 7323 §2.3), and so does win= of a segment.',
  'why/flow/window-beyond-buffer':
    'The window is what its receiver has room for. The window= of a host line is its buffer in octets, and win= is the field, before it is scaled.',
  'why/flow/same-host': 'A connection has two sides, and in a flow they are two hosts.',
  'why/flow/time-back': '@TIME counts from the start of the flow, and lines happen in the order in which they stand.',
  'why/flow/host-twice': 'A host has one host line, with its address and all its settings.',
  'why/flow/no-connection': 'A port after a host names one of its connections, and none of them has this port.',
  'why/flow/which-connection':
    'Where a host has several connections, its name alone does not say which is meant. client:50001 does, or client:50001-server:80 where several have that port.',
  'why/flow/setting-range':
    'A setting must fit what it stands for: 32 bits for isn, 16 for mss, a shift of 14 for wscale, and the largest window that can be announced with it.',
  'why/flow/time-limit': 'Simulated time is limited, so that every flow comes to an end.',
  'why/flow/unknown-certificate':
    'Certificates are named on lines of their own: certificate NAME "shop.example" by CA. A chain of signers ends with one that signs itself, or that the default authority signs.',
  'why/flow/certificate-twice': 'Each certificate has a name of its own, as host lines and signers refer to it.',
  'why/flow/today-twice': 'Certificates hold or do not hold on the day of the flow; two days would give two verdicts.',
  'why/flow/bad-keylog':
    'Browsers and servers write such lines where SSLKEYLOGFILE names a file. They give keys that the flow did not make.',
  'why/flow/tls-not-up': 'http speaks what the connection speaks. https says that it has to be sealed.',
  'why/flow/handshake-failed':
    'Both sides have to take what the other says: version, suite, certificate, Finished. Otherwise one ends the handshake with a fatal alert.',
  'why/flow/expectation-message':
    'A side of TLS owes its next flight, or the alert for a message that was wrong; a server of HTTP owes an answer.',
  'why/flow/expectation-knows':
    'A party knows what it has made, read, decrypted or derived from what it knows. The wire reads what passes in clear; with the private key of a server it decrypts what was encrypted to it by RSA, and nothing that came of (EC)DHE.',
  'why/flow/goal-open':
    'An exercise is solved when all its goals are reached, and no line has an error or a warning. Goals are judged at the end of the flow.',
} as const satisfies Table;
