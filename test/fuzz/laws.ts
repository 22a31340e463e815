/**
 * Laws that hold for every flow, right or wrong. A law takes a checked flow and throws if it is broken. Everything that
 * a user can request for a flow is requested.
 */
import assert from 'node:assert/strict';
import { EYES } from '../../src/layers/names';
import { branch, type WhatIf } from '../../src/compose/branch';
import { check } from '../../src/check/check';
import type { Wishes } from '../../src/check/checked';
import * as h2 from '../../src/layers/h2';
import * as door from '../../src/layers/tls';
import { NO_LEVELS } from '../../src/trace';
import type { Edit, Finding } from '../../src/trace/finding';
import { closing, finishing } from '../../src/compose/finish';
import { sameWorld } from '../../src/sim/same';
import { final, type Trace } from '../../src/trace/trace';
import { JUNIT, SarifLog, annotations, jsonReport, junitSuite } from '../../src/report';
import { textReport } from '../../src/cli/text';
import { tellWith } from '../../src/cli/words';
import { cli } from '../../src/words/en/cli';
import { completeAt } from '../../src/editor/complete/complete';
import { explain } from '../../src/editor/explain/explain';
import { fixAll } from '../../src/editor/fix/all';
import { fixesFor } from '../../src/editor/fix/fixes';
import { rewritesAt } from '../../src/editor/fix/rewrite';
import { causes, effects } from '../../src/editor/related';
import { plays, runText } from '../../src/editor/runText';
import { targetAt } from '../../src/editor/target';
import { detail, listOfSteps } from '../../src/panel/detail';
import { TABS } from '../../src/panel/tabs';
import { visitsOf } from '../../src/tell/visits';
import { parseLine } from '../../src/script/line';
import { format as formatEdits, formatted } from '../../src/script/format';
import { sameMeaning } from '../../src/script/meaning';
import { namesOf } from '../../src/script/names';
import { createParser } from '../../src/script/parser';
import { rename } from '../../src/script/rename';
import type { Script } from '../../src/script/syntax';
import { english, sayIn, type Say } from '../../src/words/words';
import { holdsDrawn, holdsPair } from './drawn';
import { anyLine } from './grammar';
import type { Random } from './random';

export interface Subject {
  readonly text: string;
  readonly trace: Trace;
  readonly timed: Timed;
}

/** Performs a user's request and limits its duration; a law's own comparisons do not count. */
export type Timed = <T>(what: string, work: () => T) => T;

export type Law = (subject: Subject, r: Random, known: readonly string[]) => void;

/** TLS is loaded, as flows of random lines may speak it. */
const WISHES: Wishes = {
  profile: 'rfc9293',
  levels: NO_LEVELS,
  tls: { door, recall: door.newRecall() },
  h2,
};

/** The flow of a text, checked as a whole. */
export function checked(text: string): Trace {
  return check(parsed(text), undefined, undefined, WISHES);
}

export function parsed(text: string): Script {
  return createParser().parse(text);
}

const chinese: Say = sayIn('zh-cn');

/** The content of a trace without object identities. */
function said({ findings, steps, bases, title }: Trace): unknown {
  return {
    findings,
    moves: steps.map((s) => [s.line, s.kind, s.time, s.moves]),
    bases: bases.map((list) => list.map((b) => [b.base, b.name])),
    title,
  };
}

function isOnLine(lines: readonly string[], { line, start, end }: Pick<Edit, 'line' | 'start' | 'end'>): boolean {
  return start >= 0 && start <= end && end <= (lines[line]?.length ?? -1);
}

/** Matches text that does not belong in a sentence: an id without text, a missing argument, an invalid number. */
const STRAY = /^(?:tcp|flow|syntax|fix|related)\/|\bundefined\b|\bNaN\b|\bInfinity\b|\[object/;

const findings: Law = ({ trace }) => {
  const lines = trace.script.lines.map((l) => l.text);
  let last = 0;
  for (const [i, f] of trace.findings.entries()) {
    assert.ok(isOnLine(lines, f), `${f.rule} at ${f.line}:${f.start}-${f.end}`);
    assert.ok(f.line >= last, `${f.rule}: findings by line`);
    last = f.line;
    for (const e of f.fix?.edits ?? []) assert.ok(isOnLine(lines, e), `fix of ${f.rule}`);
    for (const e of f.related ?? []) assert.ok(e.line >= 0 && e.line < lines.length, `related of ${f.rule}`);
    if (i >= 200) continue;
    for (const say of [english, chinese]) {
      const message = say(f.says ?? f.rule, f.args);
      assert.ok(!STRAY.test(message), `${f.rule}: ${message}`);
    }
  }
  trace.steps.forEach((s, i) => assert.ok(i === 0 || (trace.steps[i - 1]?.line ?? 0) <= s.line, 'steps by line'));
};

function edit(lines: string[], r: Random, known: readonly string[]): void {
  const at = r.below(lines.length);
  const line = lines[at] ?? '';
  switch (r.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, r.chance(0.5) ? anyLine(r) : r.of(r.of(known).split('\n')));
      break;
    case 2:
      lines[at] = anyLine(r);
      break;
    case 3:
      lines[at] = line.slice(0, r.below(line.length + 1));
      break;
    case 4:
      lines[at] = line.replace(/\d/, () => String(r.below(10)));
      break;
    default:
      lines.splice(at, 0, '');
  }
}

/** Worlds of a flow that are compared, evenly spread, besides the last; fewer where they have so many ends together. */
const MOST_WORLDS = 1000;
const MOST_ENDS = 20_000;
/** The most octets of bodies that are compared, in all worlds: a body has up to 16 MiB, and each world may hold it. */
const MOST_OCTETS = 1 << 28;

/** The most segments of retransmission queues and messages of layers that are compared, in all worlds. */
const MOST_QUEUED = 200_000;

function queuedAtEnd(trace: Trace): number {
  const { ends } = final(trace);
  const queued = trace.cast.ends.map(({ id }) => {
    const { unacked, outgoing, app } = ends.get(id) ?? {};
    const said = [app, app?.tls?.inner].map((one) => one?.voice.messages.size ?? 0);
    return said.reduce((sum, size) => sum + size, (unacked?.size ?? 0) + (outgoing?.length ?? 0));
  });
  return queued.reduce((sum, size) => sum + size, 1);
}

/** Octets of the longest body that a segment of the flow is cut from. */
const longestBody = ({ steps }: Trace): number =>
  steps.reduce((longest, step) => {
    const data = step.kind === 'segment' ? step.sent.segment.data : undefined;
    return Math.max(longest, data?.buffer.byteLength ?? 0);
  }, 1);

const edits: Law = ({ text, trace, timed }, r, known) => {
  const parser = createParser();
  parser.parse(text);
  const lines = text.split('\n');
  let current = trace;
  for (let count = 1 + r.below(3); count > 0; count--) {
    edit(lines, r, known);
    const next = lines.join('\n');
    const earlier = current;
    current = timed('edit', () => check(parser.parse(next), earlier));
    const whole = timed('check', () => checked(next));
    const where = `after the edit to\n${next}`;
    const [is, right] = [said(current), said(whole)];
    // Long flows rarely differ, and a comparison that locates the difference takes long.
    if (JSON.stringify(is) !== JSON.stringify(right)) assert.deepEqual(is, right, where);
    assert.equal(current.steps.length, whole.steps.length, where);
    const fit = Math.min(
      MOST_ENDS / (whole.cast.ends.length + 1),
      MOST_OCTETS / longestBody(whole),
      MOST_QUEUED / queuedAtEnd(whole),
    );
    const worlds = Math.min(MOST_WORLDS, Math.max(1, fit));
    const stride = Math.max(1, Math.ceil(current.steps.length / worlds));
    for (let i = 0; i < current.steps.length; i += stride) {
      const [a, b] = [current.steps[i]?.after, whole.steps[i]?.after];
      assert.ok(a !== undefined && b !== undefined && sameWorld(a, b), `step ${i + 1} ${where}`);
    }
    assert.ok(sameWorld(final(current), final(whole)), where);
  }
};

const format: Law = ({ trace, timed }) => {
  // Octets that are no text stay as they are. One line of them is shown, which by itself may be text.
  if (trace.findings.some((f) => f.rule === 'syntax/binary')) {
    assert.deepEqual(formatEdits(trace.script), [], 'octets that are no text');
    return;
  }
  const once = timed('format', () => formatted(trace.script));
  const script = parsed(once.join('\n'));
  assert.equal(script.lines.length, trace.script.lines.length, 'lines');
  trace.script.lines.forEach((line, i) => {
    assert.ok(sameMeaning(line.statement, script.lines[i]?.statement), `line ${i + 1} formatted: ${once[i] ?? ''}`);
  });
  assert.deepEqual(formatted(script), once, 'formatted twice');
};

function applied({ script }: Trace, changes: readonly Edit[]): string {
  // A carriage return ends a line, too.
  const lines = script.lines.map((l) => l.text);
  for (const e of [...changes].sort((a, b) => b.line - a.line || b.start - a.start)) {
    const line = lines[e.line] ?? '';
    lines[e.line] = line.slice(0, e.start) + e.newText + line.slice(e.end);
  }
  return lines.join('\n');
}

function alike(f: Finding, all: readonly Finding[]): number {
  const args = JSON.stringify(f.args);
  return all.filter((o) => o.rule === f.rule && (f.level !== 'hint' || JSON.stringify(o.args) === args)).length;
}

const fixes: Law = ({ trace, timed }, r) => {
  if (trace.findings.length === 0) return;
  const finding = r.of(trace.findings);
  for (const fix of timed('fixes', () => fixesFor(trace, finding))) {
    const after = timed('check', () => checked(applied(trace, fix.edits)));
    if (fix.isPreferred) {
      assert.ok(alike(finding, after.findings) < alike(finding, trace.findings), `${finding.rule} after ${fix.title}`);
    }
  }
};

const allFixes: Law = ({ trace, timed }, r) => {
  timed('all fixes', () => fixAll(trace));
  const at = r.below(trace.script.lines.length);
  for (const fix of timed('rewrites', () => rewritesAt(trace, at))) {
    for (const e of fix.edits)
      assert.ok(
        isOnLine(
          trace.script.lines.map((l) => l.text),
          e,
        ),
      );
  }
};

const drawn: Law = ({ trace, timed }, r) => holdsDrawn(trace, r, timed);

const panel: Law = ({ trace, timed }, r) => {
  const visits = timed('visits', () => visitsOf(trace));
  for (const at of [-1, trace.steps.length - 1, r.below(trace.steps.length)]) {
    if (at >= trace.steps.length) continue;
    for (const tab of TABS) {
      const { story, sums } = timed('detail', () => detail(trace, at, english, { tab, visits, eyes: r.of(EYES) }));
      for (const sentence of [...story, ...sums.flat()]) assert.ok(!STRAY.test(sentence), sentence);
    }
    timed('detail', () => detail(trace, at, chinese));
  }
  timed('list of steps', () => listOfSteps(trace, 0, 50, english));
};

const completion: Law = ({ trace, timed }, r) => {
  const { lines } = trace.script;
  for (const at of [r.below(lines.length), lines.length - 1]) {
    const { length } = lines[at]?.text ?? '';
    const column = r.chance(0.3) ? 0 : r.below(length + 1);
    const { items, start, end } = timed('completion', () => completeAt(trace, at, column));
    assert.ok(start >= 0 && start <= end && end <= length, 'completion replaces a part of the line');
    for (const item of items.filter((i) => i.kind === 'line')) {
      for (const line of (item.text ?? item.label).split('\n'))
        assert.ok(!parseLine(line).broken, `cannot be read: ${line}`);
    }
  }
};

const hover: Law = ({ trace, timed }, r) => {
  const { lines } = trace.script;
  for (let count = 0; count < 4; count++) {
    const at = r.below(lines.length);
    const column = r.below((lines[at]?.text.length ?? 0) + 1);
    const target = targetAt(lines[at], column);
    if (target !== undefined) {
      for (const said of timed('hover', () => explain(trace, at, target, english))) assert.ok(!STRAY.test(said), said);
    }
    timed('causes', () => causes(trace, at, column));
    timed('effects', () => effects(trace, at, column));
    if (plays(trace, at)) timed('run, told', () => runText(trace, at, english));
  }
};

const renaming: Law = ({ trace }, r) => {
  const names = namesOf(trace.script);
  if (names.all.length > 0) rename(trace.script, names, r.of(names.all), r.of(['q', 'SYN', '新', '', 'client']));
};

const whatIf: Law = ({ trace, timed }, r) => {
  const sending = trace.steps.flatMap((s, i) => (s.kind === 'segment' ? [i] : []));
  if (sending.length === 0) return;
  const kinds: readonly WhatIf[] = [
    { kind: 'lose' },
    { kind: 'duplicate' },
    { kind: 'delay', by: r.of([1000, 300_000, 3_600_000_000]) },
    { kind: 'forge', line: 'mallory -> server  RST  seq=7  spoofing client' },
    { kind: 'alter', octet: 1 },
  ];
  const [at, kind] = [r.of(sending), r.of(kinds)];
  const text = timed('what if', () => branch(trace, at, kind, 'What if'));
  if (text === undefined) return;
  const other = timed('check', () => checked(text));
  holdsPair(trace, other, timed);
};

/** Appended lines can be read: they add no broken line. */
function endsWith(text: string, added: string): void {
  const before = parsed(text).lines.filter((l) => l.broken).length;
  assert.ok(parsed(text + added).lines.filter((l) => l.broken).length <= before, `cannot be read: ${added}`);
}

const finish: Law = ({ text, trace, timed }) =>
  endsWith(
    text,
    timed('finish', () => finishing(trace)),
  );
const close: Law = ({ text, trace, timed }) =>
  endsWith(
    text,
    timed('close', () => closing(trace)),
  );

const reports: Law = ({ trace, timed }) => {
  const tell = tellWith(cli, english);
  const reported = { file: 'flow.tcpflow', fence: undefined, trace };
  JSON.parse(timed('JSON', () => [...jsonReport(reported, english)].join('')));
  JSON.parse(
    timed('SARIF', () => {
      const log = new SarifLog(english, '1.0.0');
      return [log.before, ...log.report(reported), log.after].join('');
    }),
  );
  const suite = timed('JUnit', () => [JUNIT.before, ...junitSuite(reported, english), JUNIT.after].join(''));
  // eslint-disable-next-line no-control-regex -- XML has no control characters
  assert.ok(!/[\0-\x09\x0b-\x1f]|&(?!(?:amp|lt|gt|quot);)/.test(suite));
  const report = timed('report', () => [...textReport(reported, tell, false)]);
  for (const line of report.slice(0, 2000)) {
    // eslint-disable-next-line no-control-regex -- control characters affect a terminal
    assert.ok(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(line), `control character: ${line}`);
  }
  for (const line of timed('annotations', () => annotations(reported, english)))
    assert.ok(!/[\r\n]/.test(line.trimEnd()), line);
};

export const LAWS: Readonly<Record<string, Law>> = {
  findings,
  edits,
  format,
  fixes,
  allFixes,
  drawn,
  panel,
  completion,
  hover,
  renaming,
  whatIf,
  finish,
  close,
  reports,
};
