/** Texts about `explore`: its words, claims and outcomes. */
export const explore = {
  'complete/statement/explore':
    'Plays all that can happen within a bound, and shows the shortest flow that breaks the claim',
  'complete/explore/lose': 'So many segments at most may be lost in one future, on arrival.',
  'complete/explore/delay':
    'So many segments at most may be set aside in one future: each arrives at any later moment of its lifetime, or never.',
  'complete/explore/duplicate': 'So many segments at most may arrive in one future while a copy is set aside.',
  'keyword/crash': 'The side forgets its connection and says nothing, so many times at most in one future.',
  'keyword/forge': 'So many forged segments at most in one future, by classes: in the window or outside of it.',
  'keyword/blind':
    'The forger knows no sequence number: RST, SYN, SYN,ACK and ACK in the window and outside of it. A number in the window takes 2^32 / window guesses.',
  'keyword/guessed': 'The forger has met RCV.NXT exactly: RST, data and FIN. That takes up to 2^32 guesses.',
  'keyword/isn':
    'With "isn repeats" each connection begins at the initial sequence number of the last one of its side: the worst that a generator may do.',
  'keyword/repeats':
    'Each connection begins at the initial sequence number of the last one of its side: the worst that a generator may do.',
  'keyword/with': 'Both are true at once.',
  'keyword/never': 'In no state are all of these true at once.',
  'keyword/always': 'In every state all of these are true.',
  'keyword/finally': 'Where nothing is left to happen, all of these are true.',
  'claim/opens': 'At rest both sides are ESTABLISHED.',
  'claim/ends': 'At rest both sides are CLOSED or LISTEN.',
  'claim/no-ghost':
    'No side becomes ESTABLISHED with a connection that its peer has left without ever having learned of it.',
  'claim/no-reset': 'No RST ends a connection in ESTABLISHED up to LAST-ACK.',
  'claim/no-deadlock': 'From every state some future comes to rest: no war of ACKs, no probes for ever.',
  'claim/data-in-order':
    'No side takes octets of another connection or of a forger, and at rest each has all that was sent.',
  'claim/keeps-time-wait': 'TIME-WAIT ends by its clock only (RFC 1337).',
  'explore/holds': 'holds: {states} states, {transitions} transitions',
  'explore/idle': 'holds, but no state was seen that the claim speaks of: {states} states',
  'explore/broken': 'broken without any fault, after {steps} steps ({states} states searched)',
  'explore/broken-by-one': 'broken by 1 fault, after {steps} steps ({states} states searched)',
  'explore/broken-by': 'broken by {faults} faults, after {steps} steps ({states} states searched)',
  'explore/limit':
    'is open: the limit was reached after {states} states, before all futures without a fault were searched',
  'explore/limit-up-to':
    'holds with up to {faults} faults; the limit was reached after {states} states, before all futures with more were searched',
  'explore/doubt':
    'The checker finds errors in this flow, so that it does not show that the claim is broken: the search is wrong here.',
  'explore/title': 'Breaks: {claim}',
  'explore/start': 'Explore',
  'explore/tests': 'TCP Flow: claims of explore',
  'explore/stop': 'Stop',
  'explore/running': '{states} states, {faults} of {most} faults',
  'explore/open': 'Open the flow that breaks it beside',
  'explore/coverage': 'Coverage',
  'explore/coverage-hint': 'Choose a transition or a pair of states: the shortest flow that leads there opens beside.',
  'explore/coverage-pairs': 'States of both sides: {count}',
  'explore/coverage-taken': 'Transitions taken: {taken} of {all}',
  'explore/coverage-left': 'Transitions not taken: {count}',
  'explore/coverage-steps': '{steps} steps',
  'explore/coverage-title': 'Leads to: {what}',
  'explore/compare': 'Compare with the run without faults',
  'explore/undisturbed': 'Without faults',
  'explore/cannot-here': 'Here nothing can be explored: the line has a mistake, or none is an explore line.',
  'explore/about':
    'The longest way has {longest} steps. States at rest: {atRest}. Transitions of the table that were taken: {taken} of {all}.',
};
