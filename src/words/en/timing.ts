import type { Table } from '../table';

/** Messages and reasons of the rules on timers, windows and TIME-WAIT. */
export const timing = {
  'tcp/rto-not-first': 'After a timeout the oldest unacknowledged byte goes first: seq={right}. Written: {written}.',
  'tcp/rto-no-backoff': 'Each timeout doubles the next: this came after {gap}, and the timer runs {rto}.',
  'tcp/fast-rtx-early': 'Fast retransmit takes three duplicate ACKs. So far: {count}.',
  'tcp/tlp-probe': 'A tail loss probe, {gap} after the last segment.',
  'tcp/rto-early': 'Sent again after {gap}, before the retransmission timer of {rto} has run out.',
  'tcp/rto-after-lost-syn': 'After a lost SYN the timer for data begins at 3 s; this came after {gap}.',
  'tcp/rto-below-1s': 'A timeout after {gap}: less than the second that RFC 6298 asks for, and common practice.',
  'tcp/rtx-sacked': '{peer} has already reported the bytes from {written} on by SACK: the hole comes first.',
  'tcp/rtx-pure-ack': 'No timer sends an ACK without data again: it is sent only to answer a segment.',
  'tcp/ack-late': 'An ACK must leave within half a second of the {called} that calls for it: {delay} have passed.',
  'tcp/dupack-delayed': 'A segment that arrives out of order, or fills a gap, is answered at once, not after {delay}.',
  'tcp/ack-every-second':
    '{count} full segments have arrived since the last ACK: every second one should be acknowledged.',
  'tcp/keepalive-form': 'A keepalive probe carries seq={right}, one below the next number. Written: {written}.',
  'tcp/keepalive-busy': 'A keepalive probe on a connection that is not idle: the last segment came {idle} ago.',
  'tcp/keepalive-interval':
    'The next keepalive probe comes after {written}: hosts usually probe every {right} until they give up.',
  'tcp/keepalive-idle-short': 'The first keepalive probe after {idle}: by default it waits two hours.',
  'tcp/keepalive-data': 'A keepalive probe should be empty.',
  'tcp/zwp-first': 'The first window probe after {gap}: it should wait one retransmission timeout, {rto}.',
  'tcp/zwp-backoff': 'Window probes should be spaced out further each time: this one came after {gap}.',
  'tcp/zwp-form': 'An unusual window probe: seq is {written}, and the RFC probes with a byte at {right}.',
  'tcp/window-syn-scaled': 'The window on a SYN is never scaled: win={right}. Written: {written}.',
  'tcp/window-shrunk': '{host} takes back {back} bytes of the window that it has offered.',
  'tcp/window-update-small': 'The window opens by {growth} bytes only: an update should wait for {least}.',
  'tcp/new-data-after-shrink': 'New data although the window has shrunk below what is on its way: it ends at {edge}.',
  'tcp/rtx-beyond-window': 'A retransmission beyond the window, which now ends at {edge}.',
  'tcp/initial-window': 'The first flight has {flight} bytes: at most {most} before the first ACK.',
  'tcp/nagle':
    '{len} bytes while others are unacknowledged: the Nagle algorithm would wait for an ACK or for {mss} bytes.',
  'tcp/sender-sws': '{len} bytes, where {could} could be sent: small segments waste the window.',
  'tcp/timewait-reuse': 'The same addresses and ports are used again before 2 MSL have passed.',
  'tcp/timewait-isn':
    'The new ISN must lie above all numbers that the old connection used, the last of which is {last}.',
} as const satisfies Table;

/** The reasons of these rules. */
export const timingReasons = {
  'why/tcp/rto-not-first':
    'The retransmission timer belongs to the oldest unacknowledged segment: that one is sent again.',
  'why/tcp/rto-no-backoff': 'Without doubling, a sender would keep up the congestion that costs it its segments.',
  'why/tcp/fast-rtx-early': 'One or two duplicates may come of reordering alone. The third makes a loss likely.',
  'why/tcp/tlp-probe':
    'When the last segments of a flight are lost, no duplicate ACKs come. A probe before the timeout brings them about (RFC 8985).',
  'why/tcp/rto-early': 'Without duplicate ACKs nothing but the timer says that a segment is lost.',
  'why/tcp/rto-after-lost-syn': 'Where the SYN had to be sent again, the first estimate of one second was too short.',
  'why/tcp/rto-below-1s': 'RFC 6298 rounds the timer up to one second; stacks use less (Linux: 200 ms).',
  'why/tcp/rtx-sacked': 'What SACK has reported need not be sent again, unless a timeout has made the report doubtful.',
  'why/tcp/rtx-pure-ack':
    'Pure ACKs are not acknowledged, so they have no retransmission timer: if one is lost, the peer sends its segment again.',
  'why/tcp/ack-late': "A late ACK lets the peer's retransmission timer run out and spoils its measurements.",
  'why/tcp/dupack-delayed':
    'From duplicate ACKs the sender learns of a loss, and from the ACK behind a gap that nothing is missing any more.',
  'why/tcp/ack-every-second':
    "Sparse ACKs slow the peer's window down and make it send in bursts. Segments that were queued together need one ACK only.",
  'why/tcp/keepalive-form': 'Below the window, the probe must be answered with an ACK.',
  'why/tcp/keepalive-busy':
    'A probe is sent only when nothing is outstanding and nothing has arrived for the interval.',
  'why/tcp/keepalive-interval':
    'Two hours are the idle time before the first probe. While no answer comes, a probe follows every 75 s: nine in all on Linux, eight on BSD. No standard sets these numbers.',
  'why/tcp/keepalive-idle-short':
    'Keepalive costs traffic and can end a good connection during a short outage, so the default is long.',
  'why/tcp/keepalive-data':
    'One byte of old data is allowed for the sake of old peers that do not answer an empty probe.',
  'why/tcp/zwp-first': 'The window usually opens by itself soon; a probe is only for a lost update.',
  'why/tcp/zwp-backoff': 'The interval between probes grows exponentially, as that of retransmissions does.',
  'why/tcp/zwp-form':
    'The probe of the RFC carries a byte of new data; Linux sends an empty segment at SND.UNA - 1. Both are answered.',
  'why/tcp/window-syn-scaled': 'Scaling is not agreed before both SYNs have arrived, so they carry the plain number.',
  'why/tcp/window-shrunk':
    'The right edge of the window should not move left: the peer may already have sent up to it.',
  'why/tcp/window-update-small': 'Tiny updates call for tiny segments (silly window syndrome).',
  'why/tcp/new-data-after-shrink': 'A sender whose window was taken back waits until what it has sent is acknowledged.',
  'why/tcp/rtx-beyond-window': 'It was inside when it was first sent. The receiver may drop it.',
  'why/tcp/initial-window':
    'At the beginning the sender knows nothing about the path, so it starts with a small congestion window.',
  'why/tcp/nagle':
    'The algorithm keeps small segments back while there is unacknowledged data. It can be switched off.',
  'why/tcp/sender-sws':
    'A sender waits for a full segment, for all its data to fit, or for half the window (silly window syndrome).',
  'why/tcp/timewait-reuse':
    'Old segments of the last connection may still be on the way and be taken for those of the new one.',
  'why/tcp/timewait-isn': 'Then no old segment can fall into the window of the new connection.',
} as const satisfies Table;
