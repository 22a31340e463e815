/** User text reaches every export as plain text: it controls no terminal, page or Mermaid diagram. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { svg, svgPair } from '../../../src/diagram/export';
import { MOST_ENDS, MOST_HOSTS } from '../../../src/diagram/in-sight';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import { detail } from '../../../src/panel/detail';
import { isSettled } from '../../../src/editor/complete/settled';
import { english } from '../../../src/words/words';
import { holdsDrawn } from '../../fuzz/drawn';
import { Random } from '../../fuzz/random';
import { play } from '../check/expecting';
import { some } from '../share';
import { BAD, CONTROL, flowThatSays as flow } from './nasty';

const SHOWN = '\\x1b]0;pwned\\x07\\x00\\r\\n\\t\\u{9b}31m\\u{202e}txt\\u{2066}\\u{2028}';
/** The same in a payload, where line ends have a sign of their own. */
const SHOWN_PAYLOAD = '\\x1b]0;pwned\\x07\\x00⏎\\t\\u{9b}31m\\u{202e}';
const DIRECTIVE = '%%{init: {\\"theme\\":\\"forest\\"}}%%';

describe('exports', () => {
  const trace = play(flow(BAD));
  const made = diagram(trace);
  const texts = {
    svg: svg(trace, { say: english, width: 3000 }),
    pair: svgPair(trace, play(''), { say: english, width: 3000, titles: ['\x1b]0;a\x07', '\u202eb'] }),
    mermaid: mermaid(made, 'symbolic', english),
    text: ladderText(made, 'symbolic', english),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`${name}: holds controls as escapes that can be seen`, () => {
      assert.doesNotMatch(text, CONTROL);
      const unescaped = text.replace(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      assert.ok(unescaped.includes(SHOWN), unescaped);
      if (name !== 'text') assert.ok(unescaped.includes(SHOWN_PAYLOAD), unescaped);
    });
  }

  it('names what was written in the panel in the same way', () => {
    const at = trace.steps.findIndex((s) => s.kind === 'note');
    assert.deepEqual(detail(trace, at, english).story[0], SHOWN);
  });

  it('are whole where they fit the height of a bitmap, and else say how many rows are left out', () => {
    const look = { say: english };
    assert.equal(svg(trace, { ...look, most: 15_000 }), svg(trace, look));
    assert.equal(svgPair(trace, trace, { ...look, most: 15_000 }), svgPair(trace, trace, look));
    assert.match(svg(trace, { ...look, most: 300 }), /class="left-out"[^>]*>\d+ more rows/);
  });

  it('svgPair: the titles of both', () => assert.ok(texts.pair.includes('\\x1b]0;a\\x07 ↔ \\u{202e}b')));
});

describe('Mermaid', () => {
  /** The configuration that Mermaid's own parser reads from directives in a text. */
  async function configOf(text: string): Promise<unknown> {
    const { default: purify } = await import('dompurify');
    // Without a DOM there is no HTML to sanitize.
    Object.assign(purify, { addHook: () => undefined, sanitize: (dirty: string) => dirty });
    const { default: parser } = await import('mermaid');
    const parsed = await parser.parse(text);
    assert.equal(parsed.diagramType, 'sequence');
    return parsed.config;
  }

  const nasty = [
    DIRECTIVE,
    'a; B->>A: b',
    '%% a comment',
    'wrap:nowrap: end',
    'style x:#1; classDef y:#2;',
    '@{ \\"type\\": \\"actor\\" } $$\\\\frac{1}{2}$$',
    '#35;#quot; <br/> <script>',
    '---\\r\\nconfig:\\r\\n  theme: forest\\r\\n---',
    BAD,
  ];
  for (const text of nasty) {
    it(`reads as no more than text: ${text}`, async () => {
      const drawn = mermaid(diagram(play(flow(text))), 'symbolic', english);
      assert.deepEqual(await configOf(drawn), {});
      assert.equal(drawn.split('\n').length, mermaid(diagram(play(flow('x'))), 'symbolic', english).split('\n').length);
    });
  }

  it('would obey the directive if it stood there as it is', async () => {
    assert.deepEqual(await configOf('sequenceDiagram\n  Note over A: %%{init: {"theme":"forest"}}%%\n'), {
      theme: 'forest',
    });
  });
});

describe('hostile flows', () => {
  const folder = 'test/fixtures/flows/hostile';
  for (const file of some(readdirSync(folder), 4)) {
    it(`${file}: is drawn`, () => holdsDrawn(play(readFileSync(`${folder}/${file}`, 'utf8')), new Random(1)));
  }

  it('a forger who has no connection stands at its lifeline', () => {
    const drawn = svg(play('A ~> B as s\nM -> A RST spoofing B\nM => A "x"'), {
      say: english,
      arrangement: { ...PLAIN, time: true },
    });
    assert.doesNotMatch(drawn, /NaN|Infinity/);
  });
});

describe('a segment that may end here', () => {
  const yes = ['A -> B SYN ', 'A -> B SYN,ACK seq=1 ', 'A -x B ACK  seq=5', 'A ~> B FIN x', 'A -> B SYN ACK '];
  const no = ['A -> B ', 'A SYN ', 'A -> B SYN', 'A -> B SYN,', 'A -> B SYN , ', 'A -> B SYN <', 'A -> B SYN  '];
  it('has its flags, and no comma or bracket at its end', () => {
    for (const text of yes) assert.equal(isSettled(text), true, text);
    for (const text of no) assert.equal(isSettled(text), false, text);
  });
});

describe('a flow of more hosts and connections than can be read', () => {
  const many = {
    '300 hosts': Array.from({ length: 300 }, (_, i) => `h${i} -> h${i + 1} SYN`),
    '1,000 connections': Array.from({ length: 1000 }, (_, i) => `A:${i + 1} -> B:80 SYN`),
    '1,000 forgers': Array.from({ length: 1000 }, (_, i) => `M${i} -> B:80 RST spoofing A:${i + 1}`),
  };
  for (const [name, lines] of Object.entries(many)) {
    it(`${name}: the first are drawn, and every export says how many`, () => {
      const trace = play([...lines, 'note over h1, h299 "x"'].join('\n'));
      const { index, rows } = diagram(trace);
      assert.ok(index.heads.length <= MOST_HOSTS && index.lanes.length <= MOST_ENDS);
      assert.equal(index.heads.length + index.unseen.hosts, trace.cast.hosts.length);
      assert.equal(index.lanes.length + 2 * index.unseen.connections, trace.cast.ends.length);
      for (const row of rows(0, index.rows).rows) {
        if (row.kind !== 'segment') continue;
        assert.ok(row.from < index.lanes.length && row.to < index.lanes.length && row.before.length <= MOST_ENDS);
      }
      holdsDrawn(trace, new Random(1));
      const said = new RegExp(`Drawn: the first \\d+ of ${trace.cast.hosts.length} hosts`);
      assert.match(svg(trace, { say: english }), said);
      assert.match(mermaid(diagram(trace), 'symbolic', english), said);
      assert.match(ladderText(diagram(trace), 'symbolic', english), said);
    });
  }

  it('a few are all drawn, and nothing is said', () => {
    const trace = play('A -> B SYN\nA -> C SYN');
    assert.deepEqual(diagram(trace).index.unseen, { hosts: 0, connections: 0 });
    assert.doesNotMatch(svg(trace, { say: english }), /Drawn: the first/);
  });
});
