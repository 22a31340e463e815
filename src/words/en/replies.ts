import type { Table } from '../table';

/** Messages and reasons of the rules on replies, missing replies, giving up, and leftovers at the end. */
export const replies = {
  'tcp/reply-missing': '{host} is silent: it has to answer with {flags}.',
  'tcp/reply-unacceptable-form':
    '{host} answers a segment that is not acceptable with an ACK of what it expects: {field}={right}. Written: {written}.',
  'tcp/reply-unacceptable-missing':
    '{host} is silent: it should answer a segment that is not acceptable with an ACK of what it expects.',
  'tcp/ack-unsent-reply':
    '{host} is silent: it has to answer the ACK of what it never sent with an ACK of its own, and drop the segment.',
  'tcp/fin-not-acked': "{host} is silent: it has to acknowledge {peer}'s FIN.",
  'tcp/timewait-refin': "{host} is silent: in TIME-WAIT it has to acknowledge {peer}'s FIN again.",
  'tcp/rst-missing-closed': '{host} is silent: without a connection it has to answer with {flags}.',
  'tcp/rst-missing-listen': '{host} is silent: in LISTEN it has to answer a segment with ACK with RST.',
  'tcp/rst-missing-bad-ack': '{host} is silent: it has to answer the wrong ACK with RST and stay in {state}.',
  'tcp/zwp-unanswered': "{host} is silent: it has to answer {peer}'s window probe with its ack and window.",
  'tcp/zwp-missing': '{host} has data waiting before a zero window and does not probe it.',
  'tcp/zwp-abort': '{host} gives up a connection whose window probes {peer} has answered.',
  'tcp/keepalive-reply': "{host} is silent: it has to answer {peer}'s keepalive probe with an ACK.",
  'tcp/keepalive-one-strike': '{host} gives up after a single keepalive probe: one lost probe proves nothing.',
  'tcp/keepalive-units':
    'keepalive={written}: 75 is the seconds between two probes. The idle time before the first is {right}.',
  'tcp/rtx-missing': '{host} does not send its unacknowledged segment again, though its timer ran out long ago.',
  'tcp/rtx-give-up-data': '{host} gives up too soon: it should go on sending data again for at least 100 s.',
  'tcp/rtx-give-up-syn': '{host} gives up too soon: it must go on sending its SYN again for at least 3 minutes.',
  'tcp/rst-blind-accepted':
    'The RST was not exactly the number that {host} expects: it should answer with a challenge ACK and stay in {right}.',
  'tcp/rst-close-unread':
    '{host} closes with {count} bytes unread: RST should tell {peer} that they were lost, not FIN.',
  'tcp/challenge-ack-flood': 'This is ACK number {count} in five seconds that answers an unacceptable segment.',
  'tcp/ack-per-queued-segment':
    '{host} has already sent an ACK at this instant: one would do for all that has arrived.',
  'tcp/sack-reneging':
    '{host} throws away what it has reported by SACK: it acknowledges {written} only, and {peer} has to send the rest again.',
  'tcp/out-of-order-dropped': '{host} has not kept what arrived behind the hole: it acknowledges {written} only.',
  'tcp/syn-data-dropped': "{host} has not kept the data of {peer}'s SYN: it acknowledges {written} only.",
  'tcp/rto-late': 'The retransmission timer of {rto} ran out {late} ago: {host} should have sent {written} again then.',
  'tcp/paws-accepted-old': '{host} acknowledges a segment with the old timestamp {val}: it had to drop it (PAWS).',
  'tcp/isn-predictable': 'An ISN of {written}: real ones are unpredictable. As a relative number it is fine.',
  'tcp/window-needs-scale': 'win={written} does not fit the 16 bits of the field: at most {max}.',
  'tcp/window-signed': "{host} sends nothing, as if {peer}'s window of {window} were negative: it is unsigned.",
  'tcp/timewait-wrong-side': '{host} sent its FIN second: only the side that closes first waits in TIME-WAIT.',
  'tcp/timewait-6191': '{host} accepts a SYN that may be old: its seq {written} is not beyond {last}.',
  'tcp/timewait-6191-timestamp':
    '{host} accepts a SYN that may be old: its TSval {val} lies before {recent}, the last one of the old connection.',
  'tcp/timewait-6191-same':
    '{host} accepts a SYN that may be old: its TSval is {recent} again, and its seq {written} is not beyond {last}.',
  'tcp/timewait-length':
    'TIME-WAIT of {host} lasts another {right} with this MSL, not {written}: "wait 2MSL" fits every MSL.',
  'tcp/close-wait-stuck': 'The flow ends, and {host} is in {state}: it stays there until its own user closes.',
  'tcp/left-open':
    'The flow ends, and {host} is still in {state}, though its peer has gone: the connection is half-open.',
  'tcp/ack-storm':
    'ACK storm: the two sides answer each other without end. The last {count} ACKs each answer the one before, and none tells anything new.',
  'tcp/arrival-unknown': 'Nothing can say later what becomes of this segment: name it, "as NAME", for deliver or drop.',
} as const satisfies Table;

/** The reasons of these rules. */
export const repliesReasons = {
  'why/tcp/reply-missing':
    'Every SYN that reaches a listener is answered, and every SYN,ACK. In a timed flow the answer comes within half a second.',
  'why/tcp/reply-unacceptable-form':
    'The ACK carries SND.NXT and RCV.NXT, so that a peer that is out of step learns where the connection stands.',
  'why/tcp/reply-unacceptable-missing':
    'A segment that is not acceptable is dropped, and answered with an ACK: the peer may have missed an earlier one. Stacks may limit how often they do so.',
  'why/tcp/ack-unsent-reply':
    'An ACK of bytes that were never sent is either forged or from another connection. The ACK in answer sets the peer right.',
  'why/tcp/fin-not-acked':
    'FIN takes a sequence number and is acknowledged like data: without the ACK, its sender sends it again and again.',
  'why/tcp/timewait-refin':
    'That FIN comes again means that the last ACK was lost. It is what TIME-WAIT is for: the FIN is acknowledged again, and the 2 MSL start anew.',
  'why/tcp/rst-missing-closed':
    'Where there is no connection, every segment but an RST is answered with RST, so that the peer need not wait. Firewalls often stay silent instead.',
  'why/tcp/rst-missing-listen':
    'A listener has sent nothing that could be acknowledged: an ACK is of an old connection.',
  'why/tcp/rst-missing-bad-ack':
    'During the handshake an ACK of something never sent shows an old connection at the peer. RST ends that one; this one goes on.',
  'why/tcp/zwp-unanswered':
    'The answer tells the sender the window. Without it, a lost window update would stop the connection for ever.',
  'why/tcp/zwp-missing':
    'The update that opens the window may be lost, as ACKs are not sent again. So the sender of the data has to ask, first after one RTO.',
  'why/tcp/zwp-abort':
    'A receiver may keep its window closed for as long as it likes. While it answers probes, the connection stays open.',
  'why/tcp/keepalive-reply':
    'The probe lies outside the window, so a live peer answers with an ACK; one that has lost the connection answers with RST.',
  'why/tcp/keepalive-one-strike':
    'Neither the probe nor its answer is sent again if lost, so several must go unanswered.',
  'why/tcp/keepalive-units':
    'Two times are easily mixed up: two hours of silence before the first probe, and (in common stacks) 75 seconds between probes.',
  'why/tcp/rtx-missing':
    'What takes a sequence number is sent again until it is acknowledged or the connection is given up.',
  'why/tcp/rtx-give-up-data':
    'R2, the time after which a connection is given up, should be at least 100 seconds, so that short outages do no harm.',
  'why/tcp/rtx-give-up-syn':
    'R2 for a SYN is at least three minutes. The user may of course close earlier. Linux stops a little above two minutes.',
  'why/tcp/rst-blind-accepted':
    'Whoever guesses a number within the window could otherwise reset a connection blindly. Only RCV.NXT itself resets; the rest draws a challenge ACK (RFC 5961).',
  'why/tcp/rst-close-unread': 'FIN would say that all is well. Where data that arrived is thrown away, RST says so.',
  'why/tcp/challenge-ack-flood':
    'Stacks limit such ACKs (the RFC names ten in five seconds as an example), so that nobody can make them send many.',
  'why/tcp/ack-per-queued-segment':
    'A receiver takes in all segments that are waiting before it acknowledges, so that one ACK serves them all.',
  'why/tcp/sack-reneging':
    'A receiver may discard what it has reported by SACK and not acknowledged, but is asked not to. The sender keeps it until it is acknowledged, and sends it again.',
  'why/tcp/out-of-order-dropped':
    'Segments that arrive out of order should be held until the hole before them is filled. Otherwise the sender has to send them all again.',
  'why/tcp/syn-data-dropped':
    'The data of a SYN should be queued until ESTABLISHED. Without a Fast Open cookie many stacks drop it, and the sender sends it again behind the handshake.',
  'why/tcp/rto-late':
    'Bytes and a FIN that are not acknowledged go again when the retransmission timer runs out, and then at doubling intervals. A sender that waits longer holds the connection up.',
  'why/tcp/paws-accepted-old':
    'A timestamp below TS.Recent marks an old duplicate, even if its sequence number is in the window. It is dropped and answered with an ACK.',
  'why/tcp/isn-predictable':
    'An ISN comes from a clock and a keyed hash, so that outsiders cannot guess it. Textbooks and tools show relative numbers, which begin at 0.',
  'why/tcp/window-needs-scale':
    'The window field has 16 bits. Larger windows need the window scale option on both SYNs, and the field then carries the window shifted right.',
  'why/tcp/window-signed':
    'The window is an unsigned number: values from 32768 on are large windows. A sender that takes them for negative never sends.',
  'why/tcp/timewait-wrong-side':
    'The active closer waits, as it sent the last ACK. The passive closer goes from LAST-ACK to CLOSED. Both wait only if the FINs crossed.',
  'why/tcp/timewait-6191':
    'A SYN is new if its timestamp, or where there is none its sequence number, is beyond the last one of the old connection. Otherwise it may be an old duplicate, and is not accepted.',
  'why/tcp/timewait-length':
    'TIME-WAIT lasts 2 MSL. RFC 9293 sets the MSL to two minutes, hence four minutes in all; Linux and FreeBSD wait 60 seconds.',
  'why/tcp/close-wait-stuck':
    'In CLOSE-WAIT the peer has finished. TCP waits for the local application to close, without any limit: one that forgets leaks connections.',
  'why/tcp/left-open':
    'One side still has the connection and the other does not. It finds out when it next sends: the answer is RST.',
  'why/tcp/ack-storm':
    'An ACK that is not acceptable is answered by an ACK. Where each side believes the other to be elsewhere in the stream, as behind forged data, each of these ACKs calls for the next: only a loss, or a limit on such ACKs (RFC 5961), ends it.',
  'why/tcp/arrival-unknown':
    'What a receiver does depends on what reaches it and when, so a flow says of each segment that it arrives, is lost, or is on its way under a name.',
} as const satisfies Table;
