/**
 * Cases of a conformance suite of HTTP/2 (`test/fixtures/h2spec.tsv`), played: each breaks the rules that the table names, and
 * leaves its receiver with an answer that the suite takes (RFC 9113 §5.4).
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { H2_RULES } from '../../../src/layers';
import { streamsOf } from '../../../src/layers/h2';
import { codeName } from '../../../src/layers/h2/numbers';
import { final } from '../../../src/trace/trace';
import { play, problems } from '../check/expecting';
import { flowsIn } from '../check/table';

interface Case {
  readonly id: string;
  readonly title: string;
  /** `legal`, `missing`, `-`, or rules. */
  readonly verdict: string;
  /** `connection PROTOCOL_ERROR`, `stream PROTOCOL_ERROR|REFUSED_STREAM`; `-` where the suite asks for no error. */
  readonly answer: string;
  readonly note: string;
}

const FILE = 'test/fixtures/h2spec.tsv';
const table = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Case => {
    const [id = '', title = '', verdict = '', answer = '', note = ''] = line.split('\t');
    return { id, title, verdict, answer, note };
  });
const cases = table.filter(({ title }) => title !== '');
const byId = new Map(cases.map((c) => [c.id, c]));
const flows = flowsIn('h2spec.tcpflow');

const rulesOf = ({ verdict }: Case): string[] => verdict.split(' ').filter((word) => word.startsWith('h2/'));
/** The case that sends the same. */
const like = ({ note }: Case): string | undefined => /^as (\S+)$/.exec(note)?.[1];

/** Rules that the errors and warnings of a flow name, in order, each once. */
function brokenBy(text: string): string[] {
  const found = problems(text).map((problem) => problem.replace(/^\d+: error /, ''));
  return [...new Set(found)].sort();
}

const answer = (kind: 'GOAWAY' | 'RST_STREAM', code: number): string =>
  `${kind === 'GOAWAY' ? 'connection' : 'stream'} ${codeName(code)}`;

/** Answers that the ends owe, or have given: `connection PROTOCOL_ERROR`. */
function answersIn(text: string): string[] {
  const { ends } = final(play(text));
  return Array.from({ length: ends.size }, (_, i) => ends.get(i)?.app).flatMap((app) => {
    const end = (app?.tls?.inner ?? app)?.h2?.end;
    if (end === undefined) return [];
    const { owed, out } = end;
    return [
      ...owed.map(({ kind, code }) => answer(kind, code)),
      ...(out.goaway === undefined ? [] : [answer('GOAWAY', out.goaway.code)]),
      ...streamsOf(end).flatMap(({ closed, code = 0 }) =>
        closed === 'reset-sent' ? [answer('RST_STREAM', code)] : [],
      ),
    ];
  });
}

/** An error of a stream may be taken for one of the connection (RFC 9113 §5.4.1). */
function isAnswered(answers: readonly string[], asked: string): boolean {
  const [scope = '', codes = ''] = asked.split(' ');
  const scopes = scope === 'stream' ? ['stream', 'connection'] : ['connection'];
  return codes.split('|').some((code) => scopes.some((s) => answers.includes(`${s} ${code}`)));
}

describe('the cases of h2spec', () => {
  it('are counted through in their sections', () => {
    const next = new Map<string, number>();
    for (const { id } of table) {
      const section = id.slice(0, id.lastIndexOf('/'));
      const number = (next.get(section) ?? 0) + 1;
      assert.equal(id, `${section}/${number}`);
      next.set(section, number);
    }
    assert.deepEqual([...new Set(cases.map(({ id }) => id.split('/')[0]))].sort(), [
      'client',
      'generic',
      'hpack',
      'http2',
    ]);
  });

  it('name rules that are there, and say why where none holds them', () => {
    for (const c of table) {
      const rules = rulesOf(c);
      assert.deepEqual(
        rules.filter((rule) => !Object.hasOwn(H2_RULES, rule)),
        [],
        c.id,
      );
      if (rules.length === 0) assert.match(c.verdict, /^(?:legal|missing|-)$/, c.id);
      if (c.verdict === 'missing' || c.verdict === '-' || c.title === '') assert.match(c.note, /\.$/, c.id);
      const same = like(c);
      if (same !== undefined) assert.equal(byId.get(same)?.verdict, c.verdict, c.id);
    }
  });

  it('name each rule of errors, or say why the suite does not break it', () => {
    const named = new Set(table.flatMap(rulesOf));
    const errors = Object.values(H2_RULES).filter(({ level }) => level === 'error');
    assert.deepEqual(
      errors.map(({ id }) => id).filter((id) => !named.has(id)),
      [],
    );
    const inCases = new Set(cases.flatMap(rulesOf));
    const beyond = table.filter(({ title }) => title === '').flatMap(rulesOf);
    assert.deepEqual(
      beyond.filter((id) => inCases.has(id)),
      [],
    );
  });

  it('have a flow each, or send the same as another case', () => {
    const played = new Set(flows.map(({ id }) => id));
    assert.deepEqual(
      [...played].filter((id) => !byId.has(id)),
      [],
    );
    const silent = cases.filter((c) => c.verdict !== '-' && !played.has(like(c) ?? c.id));
    assert.deepEqual(
      silent.map(({ id }) => id),
      [],
    );
  });

  for (const { id, verdict, text } of flows) {
    const found = byId.get(id);
    if (found === undefined) continue;
    it(`${id}${verdict === undefined ? '' : ` ${verdict}`}: ${found.title}`, () => {
      const rules = verdict === 'keeps' ? [] : rulesOf(found).sort();
      assert.deepEqual(brokenBy(text), rules, text);
      if (found.answer === '-') return;
      const answers = answersIn(text);
      assert.ok(
        isAnswered(answers, found.answer),
        `${answers.join(', ') || 'none'}, and the suite asks for ${found.answer}`,
      );
    });
  }
});
