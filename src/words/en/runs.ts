import type { Table } from '../table';

/** Messages about runs, faults, links and messages (`=>`). */
export const runs = {
  'syntax/expected-run':
    'After "run", expected nothing more, "until" and a condition, or "for" and a length of time; found "{found}".',
  'syntax/missing-run': 'After "run" comes "until" and a condition, or "for" and a length of time.',
  'syntax/missing-message': 'What is the message? Write it in double quotes, or its length as len=N.',
  'syntax/expected-which': 'Expected "next", a place such as "3rd", or "every 10th", found "{found}".',
  'syntax/missing-which': 'Which segment? Write "next", a place such as "3rd", or "every 10th".',
  'syntax/bad-ordinal': 'Places count from 1st to {max}th.',
  'syntax/expected-fault': 'Expected flags such as SYN, "data", or "from" and a host, found "{found}".',
  'syntax/missing-fault': 'Whose segment? Write "from" and a host.',
  'syntax/expected-by': 'Expected "by" and a length of time, found "{found}".',
  'syntax/missing-by': 'By how long is the segment delayed? Write "by 200ms".',
  'syntax/expected-link-setting': 'Expected delay=, rate=, loss=, mtu=, icmp= or clamp=, found "{found}".',
  'syntax/missing-link-setting': 'A setting of the link is missing here: delay=, rate=, loss=, mtu=, icmp= or clamp=.',
  'syntax/unknown-link-setting':
    'A link has no setting "{found}"; there are delay=, rate=, loss=, mtu=, icmp= and clamp=.',
  'syntax/expected-rate': 'Expected a rate such as 10Mbit, found "{found}".',
  'syntax/missing-rate': 'A rate is missing here, such as 10Mbit.',
  'syntax/bad-rate': '"{found}" is not a rate; write a number and bit, kbit, Mbit or Gbit (a second), such as 10Mbit.',

  'flow/run-never': 'The engines have nothing left to do, and this has not come about.',
  'flow/run-idle':
    'Neither side has anything to do here: nothing is owed, queued or on its way, and no timer runs. A call gives them something: "connect", "send", "close".',
  'flow/run-segments':
    'The engines stop here: by themselves, they send {limit} segments in one flow at most; a timer that runs out counts as one, a long body or a handshake of TLS as many.',
  'flow/run-large':
    'The engines stop here: this run would send more than the {limit} segments that the runs of one flow may have. Its first {shown} are played.',
  'flow/run-time': 'The run stops at its limit of {hours} hours of simulated time.',
  'flow/run-probes':
    'The run would go on like this for ever: {limit} probes were sent, and nothing came of them. Write "run for" or "run until" to say how far it goes; "receive" opens a closed window.',
  'flow/nothing-in-flight':
    'No such segment of {host} is on its way by itself. One that was sent with "~>" arrives by its name: "deliver NAME".',
  'flow/message-lost': 'The message could not be delivered: the connection ended before all of it was acknowledged.',
  'flow/fault-unused': 'No segment came that this line was about.',
  'flow/send-limit': 'One call sends {max} bytes at most, and no more than that may wait for its acknowledgment.',
} as const satisfies Table;

/** The reasons of these rules. */
export const runsReasons = {
  'why/flow/run-never':
    'A run ends when nothing is owed, queued or on its way, and no timer runs. What has not come about by then needs a call.',
  'why/flow/run-idle':
    'A run plays what endpoints do by themselves: replies, data that waits, timers that run out. Without any of these it does nothing.',
  'why/flow/run-segments': 'The number of segments that runs send is limited, so that every flow comes to an end.',
  'why/flow/run-large':
    'The number of segments that runs send is limited. A run whose data alone needs more is played only as far as a first look asks.',
  'why/flow/run-time': 'Simulated time that a run takes is limited, so that every flow comes to an end.',
  'why/flow/run-probes':
    'A sender probes a closed window for as long as its probes are acknowledged (RFC 9293 section 3.8.6.1). Only the receiving user can end that.',
  'why/flow/message-lost':
    'A message is played until all its bytes are acknowledged. A connection that is reset or given up ends it before.',
  'why/flow/fault-unused':
    'lose, delay and duplicate wait for a segment that runs send. One for which none came changes nothing, and is mostly a slip.',
  'why/flow/send-limit':
    'Sequence numbers have 32 bits, and half of that range at most may wait for its acknowledgment (RFC 9293 section 3.4).',
} as const satisfies Table;
