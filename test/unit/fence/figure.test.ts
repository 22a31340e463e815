import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type FenceLook, type MarkdownIt, attributesHtml, createPictures, drawFences } from '../../../src/fence';
import { ATTRIBUTES } from '../../../src/fence/attributes';
import { MOST_KEPT } from '../../../src/fence/pictures';
import { NO_WISHES } from '../../../src/check/checked';
import * as door from '../../../src/layers/tls';
import { english, sayIn } from '../../../src/words/words';
import { BAD, flowThatSays } from '../diagram/nasty';
import { scenarios } from '../library';
import { share } from '../share';

const look: FenceLook = { say: english, language: 'en', numbers: 'symbolic', wishes: NO_WISHES };
const HANDSHAKE = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1
`;
const WRONG = HANDSHAKE.replace('ack=x+1', 'ack=x');

function html(code: string, info = 'tcpflow', how = look, number = 0): string {
  return createPictures().html(code, info, how, number, []).html;
}

/** The lines of the caption. */
function caption(code: string, info?: string, how?: FenceLook): string[] {
  const [, inside = ''] = /<figcaption>(.*)<\/figcaption>/s.exec(html(code, info, how)) ?? [];
  return [...inside.matchAll(/<div>(.*?)<\/div>/gs)].map(([, line = '']) => line);
}

describe('a fence as a figure', () => {
  it('is a picture by classes alone, and the number of steps', () => {
    const drawn = html(HANDSHAKE);
    assert.match(drawn, /^<figure class="tcpflow"><svg /);
    assert.doesNotMatch(drawn, /<style|style=|<rect width="720" height="\d+" fill/);
    assert.deepEqual(caption(HANDSHAKE), ['✓ 3 steps']);
    assert.deepEqual(caption(HANDSHAKE, 'tcpflow', { ...look, say: sayIn('zh-cn') }), ['✓ 3 步']);
  });

  it('says its gravest findings, three at most', () => {
    const [first = ''] = caption(WRONG);
    assert.match(first, /^✗ line 2: .*acknowledge/);
    const many = `${Array.from({ length: 6 }, (_, i) => `client -> nobody${i} SYN seq=`).join('\n')}\n`;
    const said = caption(many);
    assert.equal(said.length, 4);
    assert.match(said[3] ?? '', /^and \d+ more$/);
  });

  it('shows mistakes that are meant without a cross', () => {
    assert.match(caption(WRONG, 'tcpflow wrong')[0] ?? '', /^line 2: /);
  });

  it('lets a step stand out and later rows recede', () => {
    const drawn = html(HANDSHAKE, 'tcpflow {step=2}');
    assert.equal(/data-row="1"/.exec(drawn)?.length, 1);
    assert.match(drawn, /class="row segment current" id="tcpflow-0-row-1"/);
    assert.match(drawn, /class="row segment later" id="tcpflow-0-row-2"/);
    // A step that does not exist changes nothing.
    assert.equal(html(HANDSHAKE, 'tcpflow step=9'), html(HANDSHAKE));
  });

  it('draws a part of the flow, and other numbers', () => {
    const part = html(HANDSHAKE, 'tcpflow steps=2..3');
    assert.doesNotMatch(part, /row-0"/);
    assert.match(part, /row-2"/);
    assert.match(part, /1 more rows are not shown/);
    assert.match(html(HANDSHAKE, 'tcpflow numbers=absolute'), /\d{3,}/);
  });

  it('has its text below or alone, where that is asked', () => {
    assert.match(html(HANDSHAKE, 'tcpflow code'), /<\/svg>\n<pre>.*hljs-title.*<\/pre><figcaption>/s);
    assert.doesNotMatch(html(HANDSHAKE, 'tcpflow code-only'), /<svg/);
    assert.match(html(HANDSHAKE, 'tcpflow code-only'), /hljs-built_in">SYN/);
  });

  it('names an unknown attribute, which changes nothing else', () => {
    const said = caption(HANDSHAKE, 'tcpflow stpe=2');
    assert.equal(said[0], '✓ 3 steps');
    assert.equal(said[1], `Unknown: stpe=2. There are ${ATTRIBUTES.join(', ')}.`);
    const picture = (text: string): string => text.replace(/<figcaption>.*/s, '');
    assert.equal(picture(html(HANDSHAKE, 'tcpflow stpe=2')), picture(html(HANDSHAKE)));
  });

  it('says what an empty fence is for, with an example', () => {
    assert.deepEqual(caption('  \n'), ['A flow stands here, one segment a line, such as these two.']);
    assert.match(html(''), /hljs-built_in">SYN/);
  });

  it('counts the rows behind 400', () => {
    const long = `${HANDSHAKE}${'client -> server PSH,ACK len=1\nserver -> client ACK\n'.repeat(300)}`;
    const drawn = html(long);
    assert.equal(drawn.match(/class="row /g)?.length, 400);
    assert.match(drawn, /203 more rows are not shown/);
  });

  it('is coloured text until TLS is loaded', () => {
    const flow = scenarios().find(({ text }) => text.includes('https'))?.text ?? '';
    const pictures = createPictures();
    const before = pictures.html(flow, 'tcpflow', look, 0, []);
    assert.deepEqual(before.lacks, ['tls']);
    assert.match(before.html, /^<pre><code class="hljs/);
    const wishes = { ...NO_WISHES, tls: { door, recall: door.newRecall() } };
    assert.match(pictures.html(flow, 'tcpflow', { ...look, wishes }, 0, []).html, /<svg/);
  });
});

describe('figures that are kept', () => {
  it('are 64, and those of other settings are others', () => {
    const pictures = createPictures();
    for (let i = 0; i < MOST_KEPT + 6; i++) pictures.html(`${HANDSHAKE}# ${i}`, 'tcpflow', look, 0, []);
    assert.equal(pictures.size, MOST_KEPT);
    const relative = { ...look, numbers: 'relative' } as const;
    assert.notEqual(
      pictures.html(HANDSHAKE, 'tcpflow', relative, 0, []).html,
      pictures.html(HANDSHAKE, 'tcpflow', look, 0, []).html,
    );
  });

  it('have ids of their own in a document', () => {
    const ids = (text: string): string[] => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    const both = [...ids(html(HANDSHAKE, 'tcpflow', look, 0)), ...ids(html(HANDSHAKE, 'tcpflow', look, 1))];
    assert.equal(new Set(both).size, both.length);
  });
});

describe('markdown-it', () => {
  it('has its other fences as they were; attributes of tcpflow ones come along, escaped', () => {
    const md: MarkdownIt = { renderer: { rules: { fence: (tokens, i) => `other ${tokens[i]?.content ?? ''}` } } };
    drawFences(md, ({ code, info, number, line, attributes }) =>
      [code, info, number, line, attributesHtml(attributes)].join('|'),
    );
    const token = (info: string, attrs: [string, string][] = []) => ({
      info,
      content: 'a',
      map: [4, 6] as const,
      attrs,
    });
    const tokens = [
      token('tcpflow'),
      token('ts'),
      token(' tcpflow wrong ', [
        ['data-line', '4"'],
        ['onclick', 'x'],
      ]),
      token('tcpflow-x'),
    ];
    const rendered = tokens.map((_, i) => md.renderer.rules.fence?.(tokens, i, {}, {}, {}));
    assert.deepEqual(rendered, ['a|tcpflow|0|4|', 'other a', 'a|tcpflow wrong|1|4| data-line="4&quot;"', 'other a']);
  });
});

describe('any fence', () => {
  const words = fc.oneof(fc.constantFrom(...ATTRIBUTES, 'step=0', 'steps=9..2', 'wrong', '{', '}'), fc.string());
  const infos = fc.array(words, { maxLength: 4 }).map((all) => `tcpflow ${all.join(' ')}`);
  const lines = scenarios().flatMap(({ text }) => text.split('\n'));
  const codes = fc
    .array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 12 })
    .map((all) => all.join('\n'));

  it('neither throws, nor is longer than its rows allow, nor lets markup through', () => {
    fc.assert(
      fc.property(codes, infos, (code, info) => {
        const drawn = html(code, info);
        assert.doesNotMatch(drawn, /<(?:script|iframe|img|a) /i);
        assert.ok(drawn.length < 20_000 + 4000 * 402 + 40 * (code.length + info.length), String(drawn.length));
      }),
      { numRuns: share(300) },
    );
  });

  it('escapes what a flow says', () => {
    const drawn = html(flowThatSays(`<script>alert(1)</script>${BAD}`), 'tcpflow code <b>"x"');
    assert.doesNotMatch(drawn, /<script|<b>/);
  });
});
