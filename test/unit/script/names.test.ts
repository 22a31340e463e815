import assert from 'node:assert/strict';
import { namesOf } from '../../../src/script/names';
import { createParser } from '../../../src/script/parser';
import { rename } from '../../../src/script/rename';
import { SAMPLES } from './sample';

const FLOW = `client -> server  SYN  seq=x  as first
host client 10.0.0.1
server -> client  SYN,ACK  seq=y  ack=x+1
client ~> server  ACK  ack=y+n  <sack x..y, ts n x>  as late
let n = 1
deliver late
client:5 -> server  resend first  spoofing m
expect client.rcv.nxt = server.snd.nxt+first, server owes ACK
note over client "client x"
client close server
client -> server ack=x sek=1`;
const script = createParser().parse(FLOW);
const names = namesOf(script);

function show(text: string): string {
  const name = names.all.find((n) => n.text === text);
  assert.ok(name, text);
  const where = (p: { line: number; start: number }): string => `${p.line}:${p.start}`;
  return `${name.kind} ${where(name.bound)} of ${name.places.map(where).join(' ')}`;
}

function renamed(text: string, to: string): string {
  const name = names.all.find((n) => n.text === text);
  assert.ok(name);
  const edits = rename(script, names, name, to);
  if (typeof edits === 'string') return edits;
  const lines = FLOW.split('\n');
  for (const { line, start, end, newText } of [...edits].reverse()) {
    lines[line] = lines[line]!.slice(0, start) + newText + lines[line]!.slice(end);
  }
  return lines.join('\n');
}

describe('names', () => {
  it('are found where they are bound and used', () => {
    assert.equal(show('client'), 'host 1:5 of 0:0 1:5 2:10 3:0 6:0 7:7 8:10 9:0 10:0');
    assert.equal(show('server'), 'host 0:10 of 0:10 2:0 3:10 6:12 7:24 7:46 9:13 10:10');
    assert.equal(show('m'), 'host 6:43 of 6:43');
    assert.equal(show('x'), 'number 0:27 of 0:27 2:38 3:38 3:49 10:21');
    assert.equal(show('n'), 'number 4:4 of 3:29 3:47 4:4');
    assert.equal(show('first'), 'segment 0:33 of 0:33 6:27 7:39');
    assert.equal(show('late'), 'segment 3:56 of 3:56 5:8');
  });

  it('are spans of the text', () => {
    for (const { text, places } of names.all) {
      for (const p of places) assert.equal(FLOW.split('\n')[p.line]!.slice(p.start, p.end), text);
    }
    const samples = namesOf(createParser().parse(SAMPLES.join('\n')));
    for (const { text, places } of samples.all) {
      for (const p of places) assert.equal(SAMPLES[p.line]!.slice(p.start, p.end), text);
    }
  });

  it('are renamed everywhere, and there alone', () => {
    const after = renamed('client', '客户端');
    assert.equal(after, FLOW.replaceAll(/\bclient\b/g, '客户端').replace('"客户端 x"', '"client x"'));
    assert.equal(renamed('late', 'z').split('\n')[5], 'deliver z');
  });

  it('refuse what is none, what the language has, and what is taken', () => {
    for (const bad of ['', '5a', 'a-b', 'a b', 'a#', '_a', 'ａ']) assert.equal(renamed('x', bad), 'not-a-name');
    for (const bad of ['SYN', 'ack', 'host', 'close', 'violates', 'seq'])
      assert.equal(renamed('client', bad), 'reserved');
    for (const bad of ['client', 'y', 'first']) assert.equal(renamed('x', bad), 'taken');
  });
});
