import type { Table } from '../table';

/** Messages about the flow as a whole: names, expectations, leftovers. */
export const flow = {
  'flow/unbound-name': 'Nothing is called {name} here: bind it with "let {name} = …" or as a SYN\'s seq={name}.',
  'flow/unbound-name/slip': 'Nothing is called {name} here; did you mean {right}?',
  'flow/name-taken': '{name} is taken: line {line} has already given it a meaning.',
  'flow/unknown-flight': 'No segment called {name} is on its way.',
  'flow/unknown-segment': 'No segment is called {name}: name one with "as {name}".',
  'flow/unknown-segment/slip': 'No segment is called {name}; did you mean {right}?',
  'flow/misspelt-host':
    'Did you mean {right}? {found} stands nowhere else, and is taken for {right} until a host line declares it or a second line names it.',
  'flow/unknown-host': 'Nobody is called {name}: name it in a host line or in an arrow.',
  'flow/unknown-variable': '{variable} has no value here.',
  'flow/expectation-variable': '{variable} of {host} was expected to be {written}; it is {right}.',
  'flow/expectation-layer': '{host} was expected to be in {written} ({layer}). It is in {right}.',
  'flow/expectation-owes': '{host} was expected to owe: {written}. It owes: {right}.',
  'flow/owed-at-end': 'The flow ends here, and {host} still has to send {flags}.',
  'flow/in-flight-at-end': 'The flow ends here, and {name} is still on its way: deliver or drop it.',
  'flow/message-value': '{value} is no value of {name} in {message}.',
  'flow/message-value/unknown': '{message} has no {name} to be written.',
  'flow/rule-not-broken':
    'The line says that it violates {rule}, and it does not: delete "violates", or make the mistake.',
  'flow/unknown-rule': 'There is no rule {rule}.',
  'flow/slow-start':
    '{flight} bytes are in flight: at most {most} after {acked} have been acknowledged, as slow start begins with one window and grows with each ACK.',
  'flow/loss-window':
    '{flight} bytes are sent since the timeout: until an ACK comes, at most one segment of {most} bytes may be in flight.',
  'flow/isn-differs': "The host line says that {host}'s initial sequence number is {right}. Written: {written}.",
  'flow/retransmission': 'A retransmission: {host} sends again what it has sent before, from {written} on.',
  'flow/keepalive-probe': 'A keepalive probe: seq is one below the next number, so that {peer} must answer.',
  'flow/relative-numbers':
    'The numbers look relative to those of the SYNs; on the wire they are absolute. They are taken as relative here.',
  'flow/scaled-windows': 'The windows look scaled already; the field carries them shifted right by {shift}.',
  'flow/window-beyond-buffer':
    'win={written} offers {window} bytes (shift count {shift}); the host line gives {host} a buffer of {buffer}.',
  'flow/same-host': '{host} cannot send to itself: a segment goes from one host to another.',
  'flow/time-back': 'Time does not run backwards: it is already {now} s here.',
  'flow/host-twice': '{name} is already described on line {line}: write all of it there.',
  'flow/no-connection': '{host} has no connection with this port.',
  'flow/which-connection': '{host} has several connections here: say which one, {connections}.',
  'flow/setting-range': '{name}={written} is too large: at most {max}.',
  'flow/time-limit': 'A flow lasts {years} years at most.',
  'flow/unknown-certificate': 'There is no certificate {name} in this flow.',
  'flow/unknown-certificate/circle':
    'The signers of {name} sign each other in a circle, or too many sign one another: nobody could trust it.',
  'flow/certificate-twice': '{name} is a certificate already: line {line} makes it.',
  'flow/today-twice': 'A flow is played on one day: line {line} has said it.',
  'flow/bad-keylog':
    'This is no line of a key log: a label, the random number of ClientHello (32 bytes) and a secret, the two in hexadecimal digits.',
  'flow/tls-not-up':
    'TLS is not up here, and https is said over TLS only: write the handshake first, or => in place of ->.',
  'flow/handshake-failed': 'TLS does not come up between {host} and {peer}: a side has refused with {alert}.',
  'flow/handshake-failed/quiet':
    'TLS does not come up between {host} and {peer}: the connection has ended, or speaks something else.',
  'flow/expectation-message': '{host} was expected to say next: {written}. It has to say: {right}.',
  'flow/expectation-knows': '{host} was expected to know {secret}, and lacks it.',
  'flow/expectation-knows/lacks': '{host} was expected to lack {secret}, and knows it.',
  'flow/goal-open': 'This goal is not reached yet.',
  'flow/goal-open/holds': 'Not yet: {text} is the goal; at the end of the flow it is {right}.',
  'flow/goal-open/other': 'Not yet: {text} does not hold at the end of the flow.',
  'flow/goal-open/sent': 'Not yet: the flow has no such segment here that arrives ({text}).',
  'flow/goal-open/lost': 'Not yet: the flow has no such segment here that is lost ({text}).',
  'flow/goal-open/without': 'Not yet: line {line} still breaks {rule}.',
  'flow/goal-open/breaks': 'Not yet: no segment breaks {rule} and says so with "violates".',
  'flow/claim-broken': 'The claim is {outcome}.',
  'flow/explore-limit': 'Not all that can happen was searched: the claim {outcome}.',
  'flow/claim-idle': 'The claim {outcome}.',
} as const satisfies Table;
