import type { Tally } from '../mutants/tally';
import type { ExplainFigures } from './explaining';
import type { Report } from './main';
import type { FrameFigures } from './page';
import type { ProviderFigures } from './providers';

/** A table of cells; the first column is left-aligned, the others right-aligned. */
function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((r) => r[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('   ');
  return [title, ...all.map((row) => `  ${line(row)}`.trimEnd())].join('\n');
}

const ms = (n: number): string => (n < 10 ? n.toFixed(2) : n.toFixed(0));
const whole = (n: number): string => Math.round(n).toLocaleString('en-US');

/** Mutants by kind, with a total in the last line. */
export function mutantTable(title: string, tallies: readonly Tally[]): string {
  return table(
    `Mutants: ${title}`,
    ['', 'mutants', 'found', 'legal', 'missed', 'cascades', 'explained'],
    tallies.map((t) => [t.kind, ...[t.mutants, t.caught, t.legal, t.missed, t.cascades, t.explained].map(whole)]),
  );
}

/** Handshakes beside one operation with a private key, and keystrokes in and behind them. */
export function tlsTable(tls: Report['tls']): string {
  return table(
    'TLS: both ends of a handshake and an exchange of HTTP; keystrokes in ClientHello, and behind the handshake',
    ['', 'ms', 'private key ms', 'times', 'ClientHello ms', 'behind ms', 'operations behind'],
    tls.map((t) => [
      t.what,
      ms(t.handshakeMs),
      ms(t.signMs),
      (t.handshakeMs / t.signMs).toFixed(2),
      ms(t.helloMs),
      ms(t.behindMs),
      whole(t.behindOperations),
    ]),
  );
}

/** Header blocks a second, beside JSON of their fields. */
export function hpackTable(hpack: Report['hpack']): string {
  const rate = (blocks: number, time: number): string => whole((1000 * blocks) / time);
  return table(
    'HPACK: header blocks a second by their encoder, beside the same fields as JSON',
    [
      '',
      'blocks',
      'octets',
      'of fields',
      'decoded/s',
      'JSON.parse/s',
      'times',
      'encoded/s',
      'JSON.stringify/s',
      'times',
    ],
    hpack.map((h) => [
      h.what,
      whole(h.blocks),
      whole(h.octets),
      whole(h.listOctets),
      rate(h.blocks, h.decodeMs),
      rate(h.blocks, h.parseMs),
      (h.decodeMs / h.parseMs).toFixed(2),
      rate(h.blocks, h.encodeMs),
      rate(h.blocks, h.stringifyMs),
      (h.encodeMs / h.stringifyMs).toFixed(2),
    ]),
  );
}

/** Captures read in memory, and by the command line from its start to its end. */
export function captureTable(captures: Report['captures']): string {
  const rate = (packets: number, time: number): string => whole((1000 * packets) / time);
  return table(
    'Captures into columns and connections; `tcp-flow connections` beside tshark with its table of conversations',
    ['', 'packets', 'connections', 'packets/s', 'command ms', 'MB', 'packets/s', 'tshark packets/s', 'times'],
    captures.map(({ file, packets, connections, warmMs, commandMs, memory, tsharkMs }) => [
      file,
      whole(packets),
      whole(connections),
      rate(packets, warmMs),
      ms(commandMs),
      whole(memory / 1e6),
      rate(packets, commandMs),
      ...(tsharkMs === undefined ? ['-', '-'] : [rate(packets, tsharkMs), (tsharkMs / commandMs).toFixed(1)]),
    ]),
  );
}

/** Connections explained, beside reading; opened as flows and checked, beside tshark with its analysis. */
export function explainTable(figures: readonly ExplainFigures[]): string {
  const rate = (packets: number, time: number): string => whole((1000 * packets) / time);
  return table(
    'Connections explained, CPU time; read, explained and checked beside `tshark -T fields` with its analysis',
    [
      '',
      'packets',
      'read/s',
      'explained/s',
      'times reading',
      'checked',
      'ms',
      'packets/s',
      'tshark packets/s',
      'times',
    ],
    figures.map(({ file, packets, readRate, explainRate, checked, checkMs, tsharkMs }) => [
      file,
      whole(packets),
      whole(readRate),
      whole(explainRate),
      (readRate / explainRate).toFixed(1),
      ...(checked === 0 ? ['-', '-', '-'] : [whole(checked), ms(checkMs), rate(checked, checkMs)]),
      ...(tsharkMs === undefined || checked === 0
        ? ['-', '-']
        : [rate(packets, tsharkMs), ((checked / checkMs) * (tsharkMs / packets)).toFixed(2)]),
    ]),
  );
}

/** Keystrokes, each compared with the one of the same kind that it must not exceed. */
export function keystrokeTable(keystrokes: Report['keystrokes']): string {
  const [first] = keystrokes;
  const character = keystrokes.find((k) => k.what === 'changed character');
  return table(
    'Keystroke to findings, handed over as changed lines',
    ['', 'lines', 'at line', 'ms', 'times', 'of'],
    keystrokes.map((k) => {
      const other = k.what.startsWith('Enter') ? character : k.what === 'changed number' ? first : undefined;
      const times = other === undefined || other === k ? [] : [(k.ms / other.ms).toFixed(1), other.what];
      return [k.what, whole(k.lines), whole(k.line), k.ms.toFixed(3), ...times];
    }),
  );
}

/** The panel's page in Chromium, and Mermaid in the same browser. */
export function pageTable(page: Report['page']): string {
  if (page === undefined) return 'Page: not measured, there is no Chromium';
  const frames = ({ medianMs, worstMs, dropped, frames: n }: FrameFigures): string =>
    `${ms(medianMs)} / ${ms(worstMs)} / ${dropped} of ${n}`;
  const tasks = ({ longestMs, over, tasks: n }: FrameFigures): string =>
    `${longestMs.toFixed(1)} / ${over} of ${whole(n)}`;
  const times = table(
    'Page in Chromium',
    ['rows', 'first paint ms', 'Mermaid ms', 'times', 'jump ms', 'heap MB', 'elements'],
    page.map((p) => [
      whole(p.rows),
      ms(p.firstPaintMs),
      p.mermaidMs === undefined ? '–' : ms(p.mermaidMs),
      p.mermaidMs === undefined ? '–' : whole(p.mermaidMs / p.firstPaintMs),
      ms(p.jumpMs),
      (p.heapBytes / 1e6).toFixed(1),
      whole(p.elements),
    ]),
  );
  const moving = table(
    'Tasks (longest, CPU ms / longer than 16 CPU ms) and frames (median ms / worst ms / longer than two screens)',
    ['rows', 'zoom', 'scrolling: tasks', 'frames', 'stepping: tasks', 'frames'],
    page.flatMap(({ rows, zooms }) =>
      zooms.map(({ zoom, scroll, step }) => [
        whole(rows),
        String(zoom),
        tasks(scroll),
        frames(scroll),
        tasks(step),
        frames(step),
      ]),
    ),
  );
  return `${times}\n\n${moving}`;
}

const PROVIDERS: readonly (readonly [string, (p: ProviderFigures) => number])[] = [
  ['completion of the next line, middle', (p) => p.nextLineMs],
  ['completion of the next line, end', (p) => p.nextLineAtEndMs],
  ['completion inside a line', (p) => p.inLineMs],
  ['hover', (p) => p.hoverMs],
  ['inlay hints of a screen', (p) => p.hintsMs],
  ['quick fixes, tried', (p) => p.fixesMs],
  ['edit to diagnostics', (p) => p.diagnosticsMs],
];

export function tables(report: Report): string {
  const {
    check,
    heap,
    run,
    acts,
    explored,
    whatIfs,
    parser,
    edits,
    keystrokes,
    messages,
    tls,
    hpack,
    captures,
    providers,
    diagram,
    bundles,
    activation,
  } = report;
  const sizes = [...new Set(edits.map((e) => e.lines))];
  const kinds = [...new Set(edits.map((e) => `${e.edit}, ${e.place}`))];
  const parts = [
    `Node ${report.node}, ${report.processor}; medians`,
    table(
      'Check',
      ['', 'steps', 'ms', 'steps/s', 'bytes kept a step', 'bytes kept a line'],
      [
        [
          'from nothing',
          whole(check.steps),
          ms(check.ms),
          whole(check.stepsPerSecond),
          whole(heap.bytesPerStep),
          whole(heap.bytesPerLine),
        ],
      ],
    ),
    table(
      'Run: a transfer with 1 % loss',
      ['bytes', 'segments', 'ms', 'segments/s'],
      [[whole(run.bytes), whole(run.segments), ms(run.ms), whole(run.segmentsPerSecond)]],
    ),
    table(
      'Acts on worlds without a text, each found by `next`',
      ['acts', 'ms', 'acts/s'],
      [[whole(acts.acts), ms(acts.ms), whole(acts.actsPerSecond)]],
    ),
    table(
      'Explore: a connection opens and closes, with losses, a delay and a duplicate; CPU time',
      ['states', 'transitions', 'ms', 'states/s', 'longest between two yields, ms', 'heap, MB'],
      [
        [
          whole(explored.states),
          whole(explored.transitions),
          ms(explored.cpuMs),
          whole(explored.statesPerSecond),
          ms(explored.longestMs),
          whole(explored.heapMb),
        ],
      ],
    ),
    table(
      'What-ifs of a segment in the middle of a flow of HTTP exchanges',
      ['', 'steps', 'ms'],
      whatIfs.map((w) => [w.what, whole(w.steps), ms(w.ms)]),
    ),
    table(
      'Edit to findings, ms by number of lines',
      ['', ...sizes.map(whole)],
      kinds.map((kind) => [
        kind,
        ...sizes.map((lines) =>
          ms(edits.find((e) => e.lines === lines && `${e.edit}, ${e.place}` === kind)?.ms ?? NaN),
        ),
      ]),
    ),
    keystrokeTable(keystrokes),
    table(
      'Messages: HTTP beside the same octets as plain strings, a changed header beside a changed length',
      ['lines', 'strings ms', 'HTTP ms', 'times', 'length ms', 'header ms', 'times'],
      messages.map((m) => [
        whole(m.lines),
        ms(m.stringsMs),
        ms(m.httpMs),
        (m.httpMs / m.stringsMs).toFixed(2),
        ms(m.lenEditMs),
        ms(m.headerEditMs),
        (m.headerEditMs / m.lenEditMs).toFixed(2),
      ]),
    ),
    tlsTable(tls),
    hpackTable(hpack),
    ...(captures.length === 0 ? [] : [captureTable(captures)]),
    table(
      'Parser',
      ['lines', 'cold ms', 'one line ms'],
      parser.map((p) => [whole(p.lines), ms(p.coldMs), ms(p.editMs)]),
    ),
    table(
      'Providers, ms by number of lines',
      ['', ...providers.map((p) => whole(p.lines))],
      PROVIDERS.map(([what, of]) => [what, ...providers.map((p) => ms(of(p)))]),
    ),
    table(
      'Diagram',
      ['rows', 'layout ms', 'first SVG ms', 'SVG file ms'],
      diagram.map((d) => [whole(d.rows), ms(d.layoutMs), ms(d.firstSvgMs), ms(d.fileMs)]),
    ),
    table('Picture of a fence', ['lines', 'ms'], [[whole(report.fence.lines), ms(report.fence.ms)]]),
    pageTable(report.page),
    table(
      'Bundles',
      ['', 'bytes', 'gzip'],
      bundles.map((b) => [b.file, whole(b.bytes), whole(b.gzip)]),
    ),
  ];
  if (activation !== undefined) {
    parts.push(
      table(
        'Extension',
        ['', 'ms'],
        [
          ['load', ms(activation.loadMs)],
          ['activate', ms(activation.activateMs)],
          ['CPU until the first diagnostics', ms(activation.firstDiagnosticsCpuMs)],
        ],
      ),
    );
  }
  return parts.join('\n\n');
}
