import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { diagram } from '../../../src/diagram/build';
import type { Row } from '../../../src/diagram/model';
import { secondText } from '../../../src/diagram/terms';
import { createParser } from '../../../src/script/parser';
import type { Eyes } from '../../../src/layers/names';
import { type MessageView, messagesAt } from '../../../src/tell/message';
import type { Trace } from '../../../src/trace/trace';
import { english, sayIn } from '../../../src/words/words';
import { EXCHANGE, PIPELINED } from '../diagram/exchanges';

const OPEN = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';

function play(text: string): Trace {
  return check(createParser().parse(text));
}

/** The messages of a step, from 1. */
function at(trace: Trace, step: number, eyes: Eyes = 'wire'): readonly MessageView[] {
  return messagesAt(trace, step - 1, english, eyes).messages;
}

function partsOf({ parts }: MessageView): string[] {
  return parts.map((p) => `${'  '.repeat(p.depth)}${p.name}${p.value === '' ? '' : `: ${p.value}`} ${p.from}-${p.to}`);
}

describe('tell: the messages of a step', () => {
  it('has the parts of a request, each with the octets that it stands in', () => {
    const [request] = at(play(EXCHANGE), 5);
    assert.ok(request);
    assert.equal(request.title, 'GET /index.html, client → server');
    assert.deepEqual(partsOf(request), [
      'request line: GET /index.html HTTP/1.1 0-24',
      '  method: GET 0-3',
      '  target: /index.html 4-15',
      '  version: HTTP/1.1 16-24',
      'header fields: 2 26-57',
      '  Host: server 26-38',
      '  Accept: text/html 40-57',
      'empty line: end of the head 59-61',
    ]);
    assert.deepEqual(request.notes, [
      'This segment carries all of it.',
      'server has all of it by this step.',
      'No body: a request that names no length has none (RFC 9112 §6.3, rule 7).',
    ]);
    const [piece] = request.pieces;
    assert.equal(String.fromCharCode(...(piece?.octets ?? [])).slice(0, 15), 'GET /index.html');
    assert.equal(request.left, 0);
  });

  it('shows a receiver what has come, where somebody has changed an octet on the way', () => {
    const trace = play(
      `${OPEN}client -> server PSH,ACK "POST / HTTP/1.1\\r\\nHost: server\\r\\nContent-Length: 1\\r\\n\\r\\n8" altered 53\n`,
    );
    const bodies = (['client', 'wire', 'server'] as const).map((eyes) =>
      at(trace, 4, eyes)[0]?.pieces[0]?.octets.at(-1),
    );
    assert.deepEqual(bodies, [0x38, 0x38, 0x39]);
    // Under the arrow, too.
    const drawn = diagram(trace);
    assert.match(secondText(drawn.rows(0, 9).rows.at(-1) as Row, drawn.index, english), / · byte 53 altered$/);
  });

  it('shows which octets of a message a segment carries, and how far it has come', () => {
    const trace = play(EXCHANGE);
    const [second] = at(trace, 9, 'server');
    assert.ok(second);
    assert.deepEqual(second.here, { from: 2920, to: 4380 });
    assert.deepEqual(second.notes, [
      'This segment carries bytes 2921 to 4380 of 5041: they are underlined.',
      'client has 1460 of its 5041 bytes in order by this step.',
      'The body ends where Content-Length says, after 5000 bytes (RFC 9112 §6.3, rule 6).',
    ]);
    assert.equal(second.whole, 12);
    assert.deepEqual(
      second.pieces.map(({ from, octets }) => [from, octets.length]),
      [
        [0, 256],
        [2912, 256],
      ],
    );
    assert.equal(second.left, 5041 - 512);
    assert.equal(at(trace, 13)[0]?.whole, -1);
  });

  it('shows the wire what has passed, and the receiver nothing before it is whole', () => {
    const trace = play(EXCHANGE);
    const [wire] = at(trace, 7);
    assert.ok(wire);
    assert.equal(wire.parts.find((p) => p.name === 'body')?.value, '…');
    assert.equal(wire.parts.find((p) => p.name === 'status code')?.value, '200');
    const [client] = at(trace, 7, 'client');
    assert.deepEqual([client?.parts.length, client?.pieces.length], [0, 0]);
    assert.equal(client?.notes.at(-1), 'client reads it once it is whole.');
    assert.equal(at(trace, 13, 'client')[0]?.parts.find((p) => p.name === 'body')?.value, '5000 bytes');
    const begun = play(
      `${OPEN}client -> server ACK "GET / HTTP/1.1\\r\\nHo"\nclient -> server ACK "st: server\\r\\n\\r\\n"\n`,
    );
    assert.equal(at(begun, 4)[0]?.title, 'start of a message, client → server');
  });

  it('tells chunks, several messages of a segment, and those that are heard later', () => {
    const trace = play(PIPELINED);
    const [missing, found] = at(trace, 5);
    assert.equal(missing?.title, '404 Not Found, server → client');
    assert.deepEqual(found && partsOf(found).filter((p) => p.includes('chunk:')), [
      '  chunk: 5 bytes 47-57',
      '  chunk: 6 bytes 57-68',
      '  last chunk: 0 bytes 68-71',
    ]);
    assert.match(found?.notes.at(-1) ?? '', /ends with the chunk of size 0 \(RFC 9112 §6\.3, rule 4/);
    const [heard] = at(trace, 8, 'server');
    assert.equal(heard?.title, 'POST /form, client → server');
    assert.deepEqual(heard.here, { from: 0, to: 0 });
    assert.equal(heard.parts.find((p) => p.name === 'body')?.value, '7 bytes');
  });

  it('names the rule that finds the end of a body', () => {
    const rule = (text: string): string => {
      const trace = play(OPEN + text);
      const step = trace.steps.findLastIndex((s) => (s.says ?? s.hears) !== undefined);
      return messagesAt(trace, step, english, 'wire').messages[0]?.notes.at(-1) ?? '';
    };
    const ask = 'client -> server PSH,ACK http GET /\n';
    assert.match(rule(`${ask}server -> client PSH,ACK http 304\n`), /a 304 response ends with its head .*rule 1/);
    assert.match(
      rule('client -> server PSH,ACK http HEAD /\nserver -> client PSH,ACK http 200 len=10\n'),
      /response to HEAD ends with its head/,
    );
    assert.match(
      rule(`${ask}server -> client PSH,ACK "HTTP/1.0 200 OK\\r\\n\\r\\nhello"\nserver -> client FIN,ACK\n`),
      /ends with the connection: no field tells its length .*rule 8/,
    );
  });

  it('is empty where a step is about no message, and speaks Chinese', () => {
    const trace = play(EXCHANGE);
    assert.deepEqual(at(trace, 3), []);
    assert.equal(messagesAt(trace, -1, english, 'wire').messages.length, 0);
    const [request] = messagesAt(trace, 4, sayIn('zh-cn'), 'wire').messages;
    assert.equal(request?.parts[0]?.name, '请求行');
    assert.equal(request.notes[0], '这个报文段承载了整个报文。');
  });
});
