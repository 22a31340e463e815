import assert from 'node:assert/strict';
import fc from 'fast-check';
import english from '../../../media/docs/language.md';
import chinese from '../../../media/docs/language.zh-cn.md';
import { parseLine } from '../../../src/script/line';
import {
  H2_STATES,
  HTTP1_STATES,
  LAYER_WORDS,
  RING_KEYS,
  SECRET_WORDS,
  STREAM_STATES,
  TLS_STATES,
} from '../../../src/layers/names';
import { STATES } from '../../../src/wire/state';
import {
  ALTERED,
  ARROWS,
  CALLS,
  CAPTURE_SETTINGS,
  CLAIMS,
  CLAIM_KINDS,
  CLAUSES,
  ECN,
  ECN_WORDS,
  EXPLORE_WORDS,
  FACTS,
  FAILS,
  FIELDS,
  FLAGS,
  FORGETS,
  FRAME,
  FRAMES,
  GOALS,
  ICMP,
  ICMP_ERRORS,
  INNER_WORDS,
  LINK_SETTINGS,
  OPTIONS,
  PROFILES,
  RATE_UNITS,
  SETTINGS,
  STATEMENTS,
  SUPPOSED,
  TAPS,
  UNITS,
  VARIABLES,
  VARIANTS,
} from '../../../src/script/vocabulary';
import { errors } from './sample';

function fences(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap((m) => (m[1] === language ? [m[2] ?? ''] : []));
}

/** A part of a production. */
type Part =
  | { readonly kind: 'terminal' | 'name' | 'prose'; readonly text: string }
  | { readonly kind: 'optional' | 'repeated' | 'group'; readonly choices: readonly (readonly Part[])[] };
type Production = readonly (readonly Part[])[];

/** Reads EBNF in the form that the language reference explains. */
function readEbnf(text: string): Map<string, Production> {
  const tokens = [...text.matchAll(/"[^"]*"|\?[^?]*\?|[A-Za-z0-9]+|[=;|()[\]{}]|\S/g)].map((m) => m[0]);
  let at = 0;
  const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };
  const choices = (end: string): Part[][] => {
    const all: Part[][] = [[]];
    while (tokens[at] !== end) {
      const t = tokens[at++];
      assert.ok(t !== undefined, `EBNF ends before ${end}`);
      const current = all[all.length - 1] ?? [];
      const close = closing[t];
      if (t === '|') all.push([]);
      else if (close !== undefined)
        current.push({ kind: t === '[' ? 'optional' : t === '{' ? 'repeated' : 'group', choices: choices(close) });
      else if (t.startsWith('"')) current.push({ kind: 'terminal', text: t.slice(1, -1) });
      else if (t.startsWith('?')) current.push({ kind: 'prose', text: t.slice(1, -1).trim() });
      else current.push({ kind: 'name', text: t });
    }
    at++;
    return all;
  };
  const grammar = new Map<string, Production>();
  while (at < tokens.length) {
    const name = tokens[at++] ?? '';
    assert.match(name, /^\w+$/);
    assert.equal(tokens[at++], '=', `after ${name}`);
    assert.ok(!grammar.has(name), `${name} twice`);
    grammar.set(name, choices(';'));
  }
  return grammar;
}

function parts(production: Production): Part[] {
  return production.flat().flatMap((p) => ('choices' in p ? [p, ...parts(p.choices)] : [p]));
}

/** Examples of the productions that are given in prose. */
const PROSE: Readonly<Record<string, readonly string[]>> = {
  COMMENT: ['# seq="x', '#'],
  NAME: ['client', 'x', '服务器', 'a_1', 'é2'],
  NUMBER: ['0', '65535', '0xFFFFffff', '9007199254740991'],
  DECIMAL: ['5', '1.25'],
  PORT: ['80', '65535'],
  ORDINAL: ['1st', '2nd', '3rd', '11th', '100th'],
  STRING: ['""', '"a # b"', '"\\r\\n\\t\\"\\\\\\xff\\u{1F600}"', '"你好，”"'],
  RULE: ['tcp/ack-beyond-sent', 'seq-gap', 'x.y/z-1'],
  HEX: ['00', 'fF09'],
  IPV4: ['10.0.0.1', '255.255.255.255'],
  METHOD: ['GET', 'PATCH', 'M-SEARCH'],
  TARGET: ['/', '/a?b=1&c=2', '*', 'http://example.com/'],
  STATUS: ['200', '404', '599'],
  FIELDNAME: ['Accept', 'x-a_1'],
  VALUE: ['text/html', 'a b', 'W/"1"'],
  TLSMESSAGE: ['ClientHello', 'serverhello'],
  ALERT: ['close_notify', 'bad-record-mac'],
  TLSVALUE: ['random=00ff', 'sealed=no'],
  TLSVERSION: ['1.2', '1.3'],
  DAY: ['2026-01-01', '2024-02-29'],
  STREAM: ['1', '0x5', '2147483647'],
  CODE: ['CANCEL', 'refused-stream', '0xff'],
  SETTING: ['ENABLE_PUSH: 0', 'max-concurrent-streams: 100', '0x99: 4'],
  INCREMENT: ['INCREMENT: 1', 'increment: 0x7fffffff'],
  FRAME: ['PREFACE', 'PRIORITY', 'push_promise'],
  LIST: ['h2+http/1.1', 'TLS_AES_128_GCM_SHA256'],
  MOST: ['1', '99'],
  OCTETS: ['1', '1000000'],
  DOMAIN: ['example.com', 'a_1.x-y'],
  IPV6: ['::', '::1', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1'],
};

/** A sentence of the grammar; `choose(n)` decides each choice among n. */
function sentence(grammar: Map<string, Production>, start: string, choose: (n: number) => number): string {
  let budget = 60;
  const some = (choices: Production, inside: boolean): string =>
    (choices[choose(choices.length)] ?? []).map((p) => one(p, inside)).join(inside ? '' : ' ');
  const one = (part: Part, inside: boolean): string => {
    budget--;
    switch (part.kind) {
      case 'terminal':
        return part.text;
      case 'prose':
        throw new Error(`prose inside a production: ${part.text}`);
      case 'name': {
        const words = PROSE[part.text];
        if (words !== undefined) return words[choose(words.length)] ?? '';
        return some(grammar.get(part.text) ?? [], inside || /^[A-Z]/.test(part.text));
      }
      case 'group':
        return some(part.choices, inside);
      case 'optional':
        return budget > 0 && choose(2) === 1 ? some(part.choices, inside) : '';
      case 'repeated': {
        const all: string[] = [];
        while (budget > 0 && all.length < 4 && choose(2) === 1) all.push(some(part.choices, inside));
        return all.join(inside ? '' : ' ');
      }
    }
  };
  return one({ kind: 'name', text: start }, false);
}

for (const [language, text] of [
  ['English', english],
  ['Chinese', chinese],
] as const) {
  describe(`script: the language reference in ${language}`, () => {
    const grammar = readEbnf(fences(text, 'ebnf').join('\n'));
    const terminals = new Set(
      [...grammar.values()].flatMap((p) => parts(p).flatMap((x) => (x.kind === 'terminal' ? [x.text] : []))),
    );

    it('its examples give the findings that they name, and no others', () => {
      const lines = fences(text, 'tcpflow').flatMap((f) => f.trimEnd().split('\n'));
      assert.ok(lines.length > 100);
      for (const line of lines) {
        const named = [...line.matchAll(/# (error|hint): (\S+)/g)].map((m) => [m[1], m[2]]);
        assert.deepEqual(
          parseLine(line).findings.map((f) => [f.level, f.rule]),
          named,
          line,
        );
      }
    });

    it('its EBNF is complete', () => {
      const used = new Set(['line']);
      for (const [name, production] of grammar) {
        for (const p of parts(production)) {
          if (p.kind === 'name') {
            assert.ok(grammar.has(p.text), `${name} uses ${p.text}, which is not there`);
            used.add(p.text);
          }
          if (p.kind === 'prose') assert.ok(name in PROSE, `no words for ${name}`);
        }
      }
      assert.deepEqual(
        [...grammar.keys()].filter((n) => !used.has(n)),
        [],
      );
    });

    it('its EBNF has every word of the parser, and no other', () => {
      const words = [
        ...STATEMENTS,
        ...FACTS.keys(),
        FAILS,
        FORGETS,
        SUPPOSED,
        FRAME,
        ...CAPTURE_SETTINGS,
        ...TAPS,
        ...CALLS,
        ICMP,
        ...ICMP_ERRORS,
        ...FLAGS,
        ...FIELDS,
        ...CLAUSES,
        ECN,
        ...ECN_WORDS,
        ...OPTIONS,
        ...PROFILES,
        ...VARIANTS,
        ...SETTINGS.keys(),
        ...VARIABLES,
        ...UNITS,
        ...LINK_SETTINGS,
        ...RATE_UNITS.keys(),
        ...INNER_WORDS,
        ...GOALS,
        ...FRAMES,
        ...CLAIM_KINDS,
        ...CLAIMS,
        ...EXPLORE_WORDS,
        ...ARROWS,
        ...STATES,
        ...LAYER_WORDS,
        ...HTTP1_STATES,
        ...TLS_STATES,
        ...STREAM_STATES,
        ...H2_STATES,
        ...['HEADERS', 'DATA', 'SETTINGS', 'PING', 'RST_STREAM', 'GOAWAY', 'WINDOW_UPDATE', 'end', 'stream'],
        ...RING_KEYS,
        ...SECRET_WORDS,
        'alert',
        ALTERED,
        'chunked',
        'key',
      ];
      const signs = [',', '=', '+', '-', '/', '(', ')', '[', ']', '<', '>', ':', '.', '..', '@', '{', '}'];
      assert.deepEqual([...terminals].sort(), [...new Set<string>([...words, ...signs])].sort());
    });

    it('whatever its EBNF makes is read without an error', () => {
      const once = new Set(['syntax/duplicate-clause', 'syntax/duplicate-option', 'syntax/flags-apart']);
      const seen = new Set<string>();
      fc.assert(
        fc.property(fc.infiniteStream(fc.nat(1_000_000)), (stream) => {
          const choose = (n: number): number => stream.next().value % n;
          const made = sentence(grammar, 'line', choose);
          // Behind a message `len=` is its body's, whose length is a number.
          if (/\b(?:http|tls|h2)\b.* len = (?!\d)/.test(made)) return;
          const line = parseLine(made);
          assert.deepEqual(
            errors(line).filter((f) => !once.has(f.rule)),
            [],
            made,
          );
          if (line.statement) seen.add(line.statement.kind);
        }),
        { numRuns: 4000 },
      );
      const kind = (s: string): string => (s === 'lose' || s === 'delay' ? 'fault' : s);
      for (const s of [...STATEMENTS, 'segment', 'message', 'call', 'icmp', 'forget'])
        assert.ok(seen.has(kind(s)), `no ${s} was made`);
    });
  });
}

describe('script: the language reference', () => {
  it('has the same grammar and the same examples in both languages', () => {
    for (const language of ['ebnf', 'tcpflow']) assert.deepEqual(fences(chinese, language), fences(english, language));
  });
});
