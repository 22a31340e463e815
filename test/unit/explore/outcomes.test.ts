/** Outcomes of searches of all kinds, with their numbers of states. A change of a number must be understood. */
import assert from 'node:assert/strict';
import { WHOLE } from '../share';
import { explored } from './line';

type Row = readonly [head: string, line: string, outcome: string, states: number];

const LISTENING = 'server listen';
/** Both sides open at once. */
const CROSSED = 'client connect server\nserver connect client';
const ESTABLISHED = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK';

const CLOSE = 'client connect, client close, server close';
const DATA = 'client connect, client send 5, server send 5';
const AGAIN = 'client connect, client send 5, client close, server close, client connect';

const ROWS: readonly Row[] = [
  [LISTENING, 'lose 2, client connect: opens', 'holds', 34],
  [LISTENING, 'lose 2, delay 1, duplicate 1, client connect: opens', 'holds', 1168],
  [CROSSED, 'lose 2: opens', 'holds', 59],
  [CROSSED, 'lose 2, delay 1, duplicate 1: opens', 'holds', 2010],
  [LISTENING, `lose 2, ${CLOSE}: ends`, 'holds', 534],
  [CROSSED, 'lose 1, delay 1, client close, server close: keeps-time-wait', 'broken', 2367],
  [LISTENING, `lose 2, ${DATA}: data-in-order`, 'holds', 749],
  [`variant two-way-handshake\n${LISTENING}`, 'client connect, client abort, client connect: no-ghost', 'broken', 4],
  [`variant no-time-wait\n${LISTENING}`, `lose 1, ${CLOSE}: no-reset`, 'broken', 224],
  [LISTENING, `lose 2, ${CLOSE}: no-reset`, 'holds', 534],
  [`profile rfc793\n${ESTABLISHED}`, 'forge 1 blind: no-reset', 'broken', 1],
  [`profile rfc9293\n${LISTENING}`, 'forge 1 blind, client connect: no-reset', 'broken', 46],
  [LISTENING, 'forge 1 guessed, client connect, client send 5: no-deadlock', 'broken', 153],
  [LISTENING, 'crash server 1, client connect, client send 5: finally client CLOSED', 'broken', 21],
];

/** Rows of seconds each. */
const LARGE: readonly Row[] = [
  [LISTENING, `lose 1, delay 1, duplicate 1, ${CLOSE}: ends`, 'holds', 32_478],
  [LISTENING, `lose 2, delay 1, duplicate 1, ${CLOSE}: ends`, 'holds', 97_606],
  [CROSSED, 'lose 1, delay 1, client close, server close: no-reset', 'holds', 4968],
  [LISTENING, `lose 2, ${DATA}, client close, server close: ends`, 'holds', 9639],
  [LISTENING, 'lose 2, delay 1, duplicate 1, client connect, client abort, client connect: no-ghost', 'holds', 36_304],
  [
    `variant no-time-wait\n${LISTENING}`,
    `isn repeats, delay 1, ${AGAIN}, client send 5: data-in-order`,
    'broken',
    4063,
  ],
  [LISTENING, `delay 1, duplicate 1, ${AGAIN}: data-in-order`, 'holds', 52_890],
  [LISTENING, `isn repeats, delay 1, duplicate 1, ${AGAIN}: data-in-order`, 'broken', 10_667],
  [
    `host client rfc1337\nhost server rfc1337\n${LISTENING}`,
    `isn repeats, delay 1, duplicate 1, ${AGAIN}: data-in-order`,
    'holds',
    81_964,
  ],
  [
    `profile rfc9293\n${ESTABLISHED}`,
    `forge 2 blind, client send 5, server send 5, client close, server close: no-reset`,
    'holds',
    10_624,
  ],
];

describe('explore: outcomes', () => {
  for (const [head, line, kind, states] of WHOLE ? [...ROWS, ...LARGE] : ROWS)
    it(`${head.replaceAll('\n', '; ')}; ${line}`, () => {
      const { outcome } = explored(`${head}\nexplore ${line}`);
      assert.deepEqual([outcome.kind, outcome.states], [kind, states]);
    });
});
