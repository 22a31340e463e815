import assert from 'node:assert/strict';
import { IMAGES, plainOf } from '../../../src/tell/plain';
import { sayIn } from '../../../src/words/words';
import { plain as english } from '../../../src/words/en/plain';
import { play } from '../check/expecting';
import { libraryFlows } from '../library';

/** The ids of a step's sentences, with the side that each is about. */
const ids = (text: string): string[][] => {
  const trace = play(text);
  const say = Object.assign((id: string, args?: Readonly<Record<string, string | number>>) => {
    if (id === 'plain/join') return `${args?.['first']} ${args?.['second']}`;
    return `${id.replace('plain/letters/', '')}:${args?.['host']}`;
  }, sayIn('en'));
  return trace.steps.map((_, at) =>
    plainOf(trace, at, say, 'letters')
      .split(' ')
      .filter((id) => id !== ''),
  );
};

const OPENING = `server listen
client -> server  SYN
server -> client  SYN,ACK
client -> server  ACK
`;
const OPENED = [['listen:server'], ['syn:client'], ['synack:server'], ['ack-syn:client', 'both-know:server']];

describe('the telling in plain words', () => {
  it('follows the handshake', () => {
    assert.deepEqual(ids(OPENING), OPENED);
  });

  it('follows the close, whoever begins', () => {
    const close = (a: string, b: string): string =>
      `${OPENING}${a} -> ${b} FIN,ACK\n${b} -> ${a} ACK\n${b} -> ${a} FIN,ACK\n${a} -> ${b} ACK\nwait 2MSL\n`;
    for (const [a, b] of [
      ['client', 'server'],
      ['server', 'client'],
    ] as const)
      assert.deepEqual(ids(close(a, b)).slice(4), [
        [`fin:${a}`],
        [`ack-fin:${b}`, `known-fin:${a}`],
        [`fin-second:${b}`],
        [`ack-last:${a}`, `all-done:${b}`],
        [`waited:${a}`],
      ]);
  });

  it('says what each lost letter means', () => {
    assert.deepEqual(ids('server listen\nclient -x server SYN\nclient -> server SYN')[1], [
      'syn:client',
      'lost-syn:client',
    ]);
    assert.deepEqual(ids('server listen\nclient -x server SYN\nclient -> server SYN').at(-1), ['syn-again:client']);
    assert.deepEqual(ids('client -> server SYN\nserver -x client SYN,ACK').at(-1), [
      'synack:server',
      'lost-synack:server',
    ]);
    const third = ids(
      'client -> server SYN\nserver -> client SYN,ACK\nclient -x server ACK\nserver -> client SYN,ACK\nclient -> server ACK',
    );
    assert.deepEqual(third.slice(2), [
      ['ack-syn:client', 'lost-ack-syn:client'],
      ['synack-again:server', 'unfit:client'],
      ['ack-syn:client', 'both-know:server'],
    ]);
    const last = `${OPENING}client -> server FIN,ACK\nserver -> client FIN,ACK\nclient -x server ACK\nserver -> client FIN,ACK\nclient -> server ACK\n`;
    assert.deepEqual(ids(last).slice(5), [
      ['fin-second:server', 'known-fin:client'],
      ['ack-last:client', 'lost-ack-last:client'],
      ['fin-again:server'],
      ['ack-last-again:client', 'all-done:server'],
    ]);
  });

  it('tells a segment in flight apart from its arrival', () => {
    assert.deepEqual(ids('server listen\nclient ~> server SYN as one\ndeliver one').slice(1), [
      ['syn:client', 'in-flight:client'],
      ['late:client'],
    ]);
  });

  it('tells that an open fate is not known', () => {
    assert.deepEqual(ids('client ?> server SYN'), [['syn:client', 'open:client']]);
  });

  it('has two images for all that the library shows, and uses every sentence of both', () => {
    const used = new Set<string>();
    const say = Object.assign((id: string) => {
      used.add(id);
      return id;
    }, sayIn('en'));
    const crossed = 'a ~> b SYN as one\nb -> a SYN\ndeliver one\na -> b SYN,ACK\nb -> a SYN,ACK\nb forgets';
    for (const text of [...libraryFlows().map((f) => f.text), crossed, 'a ?> b SYN']) {
      const trace = play(text);
      for (const image of IMAGES) trace.steps.forEach((_, at) => plainOf(trace, at, say, image));
    }
    const known = Object.keys(english);
    assert.deepEqual([...used].sort(), known.sort());
  });

  it('speaks both languages, with the names of the hosts', () => {
    const trace = play(OPENING.replaceAll('client', 'anna').replaceAll('server', 'ben'));
    assert.match(plainOf(trace, 1, sayIn('en'), 'letters'), /^anna posts a first letter/);
    assert.match(plainOf(trace, 3, sayIn('zh-cn'), 'call'), /^“嗯，我也听得见你。”anna 说。现在两人/);
    assert.equal(plainOf(trace, -1, sayIn('en'), 'call'), '');
  });
});
