import { rulerOf, type Ruler } from '../../../src/tell/ruler';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectSheet } from '../../../src/diagram/inspect-style';
import { rulerScene, rulerText } from '../../../src/diagram/ruler';
import { BOXES, CHART_EDGES, chartScene, LABELLED_WIDTH } from '../../../src/diagram/state-chart';
import { mark, type Mark } from '../../../src/diagram/scene';
import { fileLook } from '../../../src/diagram/style';
import { svgText } from '../../../src/diagram/svg';
import { endpointsOf } from '../../../src/tell/endpoints';
import { nextVisit, standingOf, visitsOf } from '../../../src/tell/visits';
import { CLOSED_TCB, type Tcb } from '../../../src/tcp/tcb';
import { STATES } from '../../../src/tcp/state';
import { seq } from '../../../src/wire/seq';
import { english } from '../../../src/words/words';
import { FLOWS, play } from './flows';

const FOLDER = join(process.cwd(), 'test/fixtures/golden');
const RENEW = process.env['RENEW_GOLDEN'] !== undefined;

/** Compares a drawing with its expected one. */
function golden(name: string, marks: readonly Mark[], width: number, height: number): void {
  for (const theme of ['light', 'dark'] as const) {
    const style = mark('g', { 'data-sheet': theme });
    const page = { width: width + 20, height: height + 20, theme, language: 'en', title: name, description: name };
    const drawn = svgText(page, [style, mark('g', { transform: 'translate(10 10)' }, ...marks)]).replace(
      '</style>',
      `${inspectSheet(fileLook(theme))}\n</style>`,
    );
    assert.doesNotMatch(drawn, /NaN|undefined|Infinity/);
    const file = join(FOLDER, `${name}-${theme}.svg`);
    if (RENEW || !existsSync(file)) {
      assert.ok(RENEW, `no ${file}; RENEW_GOLDEN=1 writes it`);
      writeFileSync(file, drawn);
    }
    assert.equal(drawn, readFileSync(file, 'utf8'));
  }
}

function stacked(rulers: readonly Ruler[], width: number): { marks: Mark[]; height: number } {
  const marks: Mark[] = [];
  let y = 0;
  for (const one of rulers) {
    const scene = rulerScene(one, width, 'symbolic', english);
    marks.push(mark('g', { transform: `translate(0 ${y})` }, ...scene.marks));
    y += scene.height + 16;
  }
  return { marks, height: y };
}

const OPEN = `host client 10.0.0.1:49152 isn=1000 window=4000 sack
host server 10.0.0.2:80 isn=4294966800 window=2920 sack
client -> server SYN seq=x <mss 1460, sackok>
server -> client SYN,ACK seq=y <mss 1460, sackok>
client -> server ACK
`;

describe('diagram: the ruler of a direction', () => {
  const names = { sender: 'a', receiver: 'b' };
  const show = (n: number): readonly [string, string, string] => [String(n), String(n), String(n)];
  const open = (more: Partial<Tcb>): Tcb => ({ ...CLOSED_TCB, state: 'ESTABLISHED', synchronised: true, ...more });

  it('divides the space as figures 3 and 4 of RFC 9293 do', () => {
    const a = open({ sndUna: seq(100), sndNxt: seq(150), sndWnd: 80 });
    const b = open({ rcvNxt: seq(120), rcvWnd: 60 });
    const ruler = rulerOf(names, a, b, show);
    const parts = (list: Ruler['send']): string[] => list.map((p) => `${p.part} ${p.from} ${p.to}`);
    assert.deepEqual(parts(ruler?.send ?? []), [
      'acknowledged -1 0',
      'in-flight 0 50',
      'may-send 50 80',
      'not-yet 80 81',
    ]);
    assert.deepEqual(parts(ruler?.receive ?? []), ['received -1 20', 'window 20 80', 'beyond 80 81']);
    assert.deepEqual(
      ruler?.sendPoints.map((p) => `${p.name} ${p.value[0]}`),
      ['SND.UNA 100', 'SND.NXT 150', 'SND.UNA+SND.WND 180'],
    );
  });

  it('reads the same where the numbers pass 2^32', () => {
    const shifted = (start: number): Ruler | undefined =>
      rulerOf(
        names,
        open({ sndUna: seq(start), sndNxt: seq(start + 50), sndWnd: 80 }),
        open({ rcvNxt: seq(start + 20), rcvWnd: 60 }),
        () => show(0),
      );
    const [low, high] = [shifted(100), shifted(0x1_0000_0000 - 30)];
    assert.ok(low && high);
    assert.deepEqual(high.send, low.send);
    assert.deepEqual(high.receive, low.receive);
    assert.equal(low.wrap, undefined);
    assert.equal(high.wrap, 30);
  });

  it('joins the names of points that share a number, and has none for a side that is closed', () => {
    const idle = rulerOf(names, open({ sndUna: seq(7), sndNxt: seq(7), sndWnd: 0 }), undefined, show);
    assert.ok(idle);
    assert.deepEqual(
      idle.sendPoints.map((p) => p.name),
      ['SND.UNA = SND.NXT = SND.UNA+SND.WND'],
    );
    assert.deepEqual(idle.receive, []);
    assert.equal(rulerOf(names, CLOSED_TCB, undefined, show), undefined);
  });

  it('says all of it in words', () => {
    const trace = play(`${OPEN}client -> server ACK len=100\n`);
    const [first] = endpointsOf(trace, 3, english).rulers;
    assert.ok(first);
    assert.match(rulerText(first, 'symbolic', english), /in flight: 100 bytes.*SND\.UNA x\+1.*RCV\.NXT x\+101/);
  });

  it('draws it as it was drawn when it was last looked at', () => {
    const lost = play(`${OPEN}client -> server ACK len=500
client -x server ACK len=300
client -> server ACK len=400
server -> client ACK
server -> client ACK len=900
`);
    const rulers = [3, 6, 7].flatMap((at) => endpointsOf(lost, at, english).rulers);
    const wide = stacked(rulers, 560);
    golden('rulers', wide.marks, 560, wide.height);
    const narrow = stacked(rulers.slice(2), 264);
    golden('rulers-narrow', narrow.marks, 264, narrow.height);
  });

  it('keeps labels apart and inside, at any width', () => {
    const trace = play(`${OPEN}client -> server ACK len=500\nserver -> client ACK len=900\n`);
    for (const width of [240, 300, 480, 900]) {
      for (let at = 0; at < trace.steps.length; at++) {
        for (const ruler of endpointsOf(trace, at, english).rulers) {
          const { marks, height } = rulerScene(ruler, width, 'absolute', english);
          const texts: { x: number; y: number; half: number }[] = [];
          const visit = (m: Mark): void => {
            if (m.attributes['class'] === 'point-value') {
              const [said = ''] = m.children;
              const half = (typeof said === 'string' ? said.length : 0) * 3.2;
              texts.push({ x: Number(m.attributes['x']), y: Number(m.attributes['y']), half });
            }
            for (const child of m.children) if (typeof child !== 'string') visit(child);
          };
          marks.forEach(visit);
          for (const t of texts) assert.ok(t.x - t.half > -2 && t.x + t.half < width + 2 && t.y < height);
          for (const a of texts) {
            for (const b of texts) {
              if (a === b || a.y !== b.y) continue;
              assert.ok(Math.abs(a.x - b.x) >= a.half + b.half, `${width}: labels on each other`);
            }
          }
        }
      }
    }
  });
});

describe('diagram: the state diagram', () => {
  const trace = play(FLOWS.close);
  const visits = visitsOf(trace);

  it('has the eleven states and the edges of figure 5', () => {
    assert.deepEqual([...BOXES].sort(), [...STATES, 'END'].sort());
    assert.equal(CHART_EDGES.length, 20);
    for (const state of STATES) {
      assert.ok(
        CHART_EDGES.some((e) => e.to === state),
        `nothing leads to ${state}`,
      );
    }
  });

  it('puts both endpoints on it, with the last move of each', () => {
    const at = trace.steps.findIndex((s) => s.kind === 'segment' && s.line === 10);
    const { chart, moves } = standingOf(trace, at, visits);
    assert.deepEqual(
      chart.standing.map((s) => [s.name, s.state, s.path.join(' → '), s.fresh]),
      [
        ['client', 'FIN-WAIT-1', 'ESTABLISHED → FIN-WAIT-1', false],
        ['server', 'CLOSE-WAIT', 'ESTABLISHED → CLOSE-WAIT', true],
      ],
    );
    assert.equal(moves[1]?.step, at);
  });

  it('has the transitions of both endpoints up to the step as a trail', () => {
    const { chart } = standingOf(trace, 3, visits);
    assert.deepEqual([...chart.trail].sort(), [
      'CLOSED>LISTEN',
      'CLOSED>SYN-SENT',
      'LISTEN>SYN-RECEIVED',
      'SYN-RECEIVED>ESTABLISHED',
      'SYN-SENT>ESTABLISHED',
    ]);
    assert.deepEqual(standingOf(trace, -1, visits).chart.trail, []);
  });

  it('finds the next step in which a state is entered, and begins again behind the last', () => {
    const first = nextVisit(visits, -1, 'ESTABLISHED');
    const second = nextVisit(visits, first, 'ESTABLISHED');
    assert.ok(first >= 0 && second > first);
    assert.equal(nextVisit(visits, second, 'ESTABLISHED'), first);
    assert.equal(nextVisit(visits, 0, 'CLOSING'), -1);
  });

  it('draws it as it was drawn when it was last looked at', () => {
    const at = trace.steps.findIndex((s) => s.kind === 'segment' && s.line === 10);
    const wide = chartScene(standingOf(trace, at, visits).chart, 720, english);
    golden('states', wide.marks, wide.width, wide.height);
    const last = chartScene(standingOf(trace, trace.steps.length - 1, visits).chart, 284, english);
    golden('states-narrow', last.marks, last.width, last.height);
  });

  it('fits any page', () => {
    for (const width of [200, 300, LABELLED_WIDTH, 1600]) {
      const scene = chartScene(standingOf(trace, 3, visits).chart, width, english);
      assert.ok(scene.width <= Math.max(280, width) && scene.height > 300);
    }
    // A low and wide tab has the chart on its side.
    for (const [width, height] of [
      [620, 120],
      [1600, 200],
    ] as const) {
      const scene = chartScene(standingOf(trace, 3, visits).chart, width, english, height);
      assert.ok(scene.width <= width && scene.height <= Math.max(144, height), `${scene.width} × ${scene.height}`);
    }
  });
});
