import { strict as assert } from 'node:assert';
import { colourFlow } from '../../../src/fence';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The coloured pieces, as `kind text`. */
function colours(code: string): string[] {
  return [...colourFlow(code, escape).matchAll(/<span class="hljs-(\w+)">([^<]*)<\/span>/g)].map(
    ([, kind = '', text = '']) => `${kind} ${text}`,
  );
}

describe('a flow in the Markdown preview', () => {
  it('has hosts, flags, fields, numbers and options told apart', () => {
    assert.deepEqual(colours('client -> server SYN,ACK seq=y ack=x+1 <mss 1460>'), [
      'title client',
      'title server',
      'built_in SYN',
      'built_in ACK',
      'attr seq',
      'variable y',
      'attr ack',
      'variable x',
      'number 1',
      'attr mss',
      'number 1460',
    ]);
  });

  it('has statements, states, strings and comments told apart', () => {
    assert.deepEqual(colours('note "a # b"  # c\nexpect client SYN-SENT\nwait 1.5s'), [
      'keyword note',
      'string &quot;a # b&quot;',
      'comment # c',
      'keyword expect',
      'title client',
      'type SYN-SENT',
      'keyword wait',
      'number 1.5s',
    ]);
  });

  it('has frames and states of HTTP/2 told apart', () => {
    assert.deepEqual(
      colours(
        'client send h2 SETTINGS {MAX_CONCURRENT_STREAMS: 100} + DATA 3 len=10 end\nclient close\nexpect client h2 1 half-closed-local',
      ),
      [
        'title client',
        'keyword send',
        'keyword h2',
        'built_in SETTINGS',
        'attr MAX_CONCURRENT_STREAMS',
        'number 100',
        'built_in DATA',
        'number 3',
        'attr len',
        'number 10',
        'title client',
        'keyword close',
        'keyword expect',
        'title client',
        'keyword h2',
        'number 1',
        'type half-closed-local',
      ],
    );
  });

  it('has messages of the layers above TCP told apart', () => {
    assert.deepEqual(
      colours(
        'host client tls=1.2\nclient send http POST /a\nclient send tls ServerHello suite=x + alert close_notify',
      ),
      [
        'keyword host',
        'title client',
        'attr tls',
        'number 1.2',
        'title client',
        'keyword send',
        'keyword http',
        'built_in POST',
        'title client',
        'keyword send',
        'keyword tls',
        'built_in ServerHello',
        'attr suite',
        'built_in alert',
        'symbol close_notify',
      ],
    );
  });

  it('keeps every character, escaped', () => {
    for (const code of ['a => b "x<y>&"\n\n  ??', '客户端 -> 服务器 SYN', '"never ends', '<&>\t#<b>']) {
      assert.equal(colourFlow(code, escape).replaceAll(/<\/?span[^>]*>/g, ''), escape(code));
    }
  });
});
