import type { Table } from '../table';

/** Texts of flows that begin in the middle of a connection, and reasons why a finding can't be decided. */
export const partial = {
  'open/said': "Can't be told from here, because {because}. It may be this: {message}",
  'open/syn-not-captured': "the connection's SYNs were not captured",
  'open/not-captured': 'what was sent before was not captured',
  'open/fate-open': 'it is open whether an earlier segment arrived',
  'open/one-direction': 'only one direction was captured',
  'open/cut-short': 'the capture cut its frames short',
  'open/offload': 'the network card cuts or joins segments behind the capture',
  'open/before-tap': 'it happened before the tap',
  'open/clock': "the clocks of both sides can't be compared that finely",
  'flow/given-late': 'A flow begins with “given”: {host} has had a part in it, or has been given, above this line.',
  'flow/nothing-to-forget': '{host} has no connection to forget: it is in {state}.',
  'flow/fate-shown': 'This line shows what became of the segment of line {line}.',
  'flow/fate-shown/arrived':
    'This line shows that the segment of line {line} has arrived: without it the line is illegal.',
  'flow/fate-shown/lost':
    'This line shows that the segment of line {line} has not arrived: with it the line is illegal.',
  'flow/fate-shown/late':
    'This line shows that the segment of line {line} came late: after other lines, and before this one.',
  'fix/fate-arrived': 'Write that it arrives (line {line})',
  'fix/fate-lost': 'Write that it is lost (line {line})',
  'fix/fate-late': 'Write that it arrives here (line {line})',
  'related/fate-arrived': 'this segment has arrived',
  'related/fate-lost': 'this segment has not arrived',
  'related/fate-late': 'this segment came late',
  'flow/fate-presumed':
    'More fates are open here than can be followed: the segment of line {line} is taken to have arrived. Until its receiver acknowledges it, no line of that side can be called wrong.',
  'related/fate-presumed': 'this segment is taken to have arrived',
  'story/given': 'The flow begins in the middle of a connection: {host} is in {state}',
  'story/given-peer': '{host} is presumed in {state}, as nothing that it sent shows its state yet',
  'story/supposed': 'nobody captured the segment, and yet it must have been sent',
  'story/open': 'it can’t be told whether it arrives at {peer}',
  'story/open-arrived': 'as long as no line says otherwise, it has arrived',
  'story/forgets': '{host} forgets the connection: its TCB is gone, and nothing is sent',
  'panel/supposed': 'not captured',
  'panel/presumed': '{state}, presumed',
  'inspect/unknown': 'unknown',
  'inspect/because-peer': 'nothing that this side sent shows its state: it follows from its peer’s',
  'fix/begin-given': 'Begin in the middle of the connection: {text}',
  'complete/fails': 'The call is meant to fail: its error is what the flow shows.',
  'complete/forgets': 'The host crashed or dropped the connection in silence: nothing is sent.',
  'complete/statement/given': 'The flow begins in the middle of a connection.',
  'complete/clause/supposed': 'Not captured, and yet it must have been sent: what is left out is not judged.',
  'complete/clause/frame':
    'The frames of the capture that the line stands for; more than one if the packet was seen again.',
  'fact/snd.una': 'SND.UNA: the oldest number that this side knows to be unacknowledged.',
  'fact/snd.nxt': 'SND.NXT: the next number that this side sends.',
  'fact/snd.wnd': 'SND.WND: the window that the peer has offered, bytes, scaled.',
  'fact/rcv.nxt': 'RCV.NXT: the next number that this side expects.',
  'fact/rcv.wnd': 'RCV.WND: the window that this side has offered, bytes, scaled.',
  'fact/iss': "ISS: the number of this side's SYN.",
  'fact/irs': "IRS: the number of the peer's SYN.",
  'fact/mss': "The MSS option of this side's SYN, bytes.",
  'fact/wscale': "The shift count of this side's windows; off where the SYNs agreed on none.",
  'fact/sack': 'Both SYNs permitted selective acknowledgments, or not.',
  'fact/timestamps': 'Both SYNs carried timestamps, or not.',
  'fact/ecn': 'Both SYNs agreed on ECN, or not.',
  'fact/rto': 'The retransmission timeout at this moment.',
  'fact/idle': 'How long ago this side last sent or heard anything.',
  'explain/fact-unknown': 'Left out, it is not known: rules that need it say that it can’t be told.',
} satisfies Table;

/** The reasons of these rules. */
export const partialReasons = {
  'why/flow/fate-shown':
    'An open fate (?>) leaves several worlds. A line that is legal in some of them only decides between them.',
  'why/flow/fate-presumed':
    'Each open fate (?>) doubles the worlds. Eight are kept, the earliest fates are settled first, and what may come of one that is settled can’t be told from here.',
  'why/flow/given-late':
    'What is given holds when the flow begins. It stands above the first thing that happens on the connection, once a side.',
  'why/flow/nothing-to-forget': 'Only a host with a connection has a TCB to lose.',
} satisfies Table;
