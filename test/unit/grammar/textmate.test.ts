import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import reference from '../../../media/docs/language.md';
import configuration from '../../../media/language-configuration.json';
import grammarJson from '../../../media/tcpflow.tmLanguage.json';
import { parseLine } from '../../../src/script/line';
import {
  HTTP1_STATES,
  FRAME_WORDS,
  H2_CODES,
  H2_STATES,
  LAYER_WORDS,
  METHODS,
  RING_KEYS,
  SECRET_WORDS,
  TLS_KEYS,
  STREAM_STATES,
  TLS_MESSAGES,
  TLS_STATES,
} from '../../../src/layers/names';
import { STATES } from '../../../src/wire/state';
import {
  ALTERED,
  ARROWS,
  CALLS,
  CAPTURE_SETTINGS,
  CLAUSES,
  ECN_WORDS,
  FIELDS,
  FLAGS,
  FACTS,
  FAILS,
  FORGETS,
  FRAME,
  ICMP,
  SUPPOSED,
  FRAMES,
  TAPS,
  ICMP_ERRORS,
  OPTIONS,
  PROFILES,
  SETTINGS,
  STATEMENTS,
  UNITS,
  VARIABLES,
  VARIANTS,
} from '../../../src/script/vocabulary';
import { SAMPLES } from '../script/sample';

const { INITIAL, parseRawGrammar, Registry } = textmate;
const { loadWASM, OnigScanner, OnigString } = oniguruma;

const ROOT = 'source.tcpflow';

let grammar: IGrammar;

/** The tokens of a line as `text|scope`, without blanks; the innermost scope without its last part. */
function scopes(line: string): string[] {
  return grammar.tokenizeLine(line, INITIAL).tokens.flatMap((t) => {
    const text = line.slice(t.startIndex, t.endIndex).trim();
    const scope = t.scopes[t.scopes.length - 1] ?? '';
    return text === '' ? [] : [`${text}|${scope.replace(/\.tcpflow$/, '')}`];
  });
}

function has(line: string, text: string, scope: string): void {
  const found = scopes(line);
  assert.ok(found.includes(`${text}|${scope}`), `${line}\n  ${found.join('  ')}\n  lacks ${text}|${scope}`);
}

describe('grammar: TextMate', () => {
  before(async () => {
    await loadWASM(readFileSync(fileURLToPath(import.meta.resolve('vscode-oniguruma/release/onig.wasm'))));
    const registry = new Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new OnigScanner(patterns),
        createOnigString: (text) => new OnigString(text),
      }),
      loadGrammar: () => Promise.resolve(parseRawGrammar(JSON.stringify(grammarJson), 'tcpflow.json')),
    });
    const loaded = await registry.loadGrammar(ROOT);
    assert.ok(loaded);
    grammar = loaded;
  });

  it('colours every part of every statement', () => {
    for (const line of [...SAMPLES, ...SAMPLES.map((s) => `${s}  # note`)]) {
      for (const found of scopes(line)) {
        assert.ok(!found.endsWith(`|source`) && !found.endsWith(`|${ROOT}`), `${line}\n  ${found} has no colour`);
        assert.ok(!found.includes('|invalid'), `${line}\n  ${found}`);
        assert.doesNotMatch(found, /\|meta\b/);
      }
    }
  });

  it('colours every part of the examples of the reference that are right', () => {
    const fences = [...reference.matchAll(/^```tcpflow\n([\s\S]*?)^```$/gm)].flatMap((m) => (m[1] ?? '').split('\n'));
    for (const line of fences.filter((l) => parseLine(l).findings.length === 0)) {
      for (const found of scopes(line)) assert.ok(!found.endsWith('|source'), `${line}\n  ${found} has no colour`);
    }
  });

  it('knows every word of the parser', () => {
    for (const w of STATEMENTS) has(`${w} `, w, 'keyword.control');
    for (const w of CALLS) has(`client ${w}`, w, 'support.function.call');
    has(`client ${ICMP} source-quench`, ICMP, 'support.function.call');
    for (const w of ICMP_ERRORS) has(`@5ms client:5 ${ICMP} ${w} server:80`, w, 'support.constant.icmp');
    has(`client close ${FAILS}`, FAILS, 'keyword.other');
    has(`client ${FORGETS} server`, FORGETS, 'support.function.call');
    has(`a -> b SYN ${SUPPOSED}`, SUPPOSED, 'keyword.other');
    has(`a ？> b SYN ${FRAME} 53，61 ${SUPPOSED}`, FRAME, 'keyword.other');
    has(`a -> b ACK ${FRAME} 53, 61`, '61', 'constant.numeric.decimal');
    for (const w of CAPTURE_SETTINGS) has(`capture "x" ${w}=`, w, 'entity.other.attribute-name.setting');
    for (const w of TAPS) has(`capture "x" tap=${w}`, w, 'constant.language.tap');
    for (const w of FRAMES) has(`capture "x" frames=${w}`, w, 'constant.language.frames');
    for (const w of FACTS.keys()) has(`given a LISTEN ${w}=5`, w, 'entity.other.attribute-name.setting');
    for (const w of FLAGS) {
      has(`a -> b ${w}`, w, 'constant.language.flag');
      has(`a -> b ${w.toLowerCase()},ACK seq=1`, w.toLowerCase(), 'constant.language.flag');
    }
    for (const w of FIELDS) has(`a -> b SYN ${w}=5`, w, 'entity.other.attribute-name.field');
    for (const w of ECN_WORDS) {
      has(`a -> b SYN ecn=${w} seq=5`, 'ecn', 'entity.other.attribute-name.field');
      has(`a -> b SYN ecn=${w} seq=5`, w, 'constant.language.ecn');
    }
    for (const w of CLAUSES) has(`a -> b SYN ${w} x`, w, 'keyword.other');
    for (const w of OPTIONS) has(`a -> b SYN <${w} 5>`, w, 'entity.other.attribute-name.option');
    for (const w of PROFILES) has(`profile ${w}`, w, 'support.constant.profile');
    for (const w of VARIANTS) has(`variant ${w}`, w, 'support.constant.profile');
    for (const w of SETTINGS.keys()) has(`host a 10.0.0.1 ${w}=5`, w, 'entity.other.attribute-name.setting');
    for (const w of VARIABLES) {
      has(`expect client.${w} = 5`, w, 'variable.other.property');
      has(`a -> b seq=client:5.${w}+1`, w, 'variable.other.property');
    }
    for (const w of UNITS) {
      has(`wait 5${w}`, w, 'keyword.other.unit');
      has(`+5${w} a -> b SYN`, w, 'keyword.other.unit');
    }
    for (const w of STATES) {
      has(`expect client ${w}, server LISTEN`, w, 'support.type.state');
      has(
        `expect client ${w.toLowerCase().replaceAll('-', '_')}`,
        w.toLowerCase().replaceAll('-', '_'),
        'support.type.state',
      );
    }
    for (const w of ['deliver', 'drop', 'duplicate']) {
      has(`+5ms ${w} f`, w, 'keyword.control');
      has(`${w} next from a`, w, 'keyword.control');
      has(`${w} 2nd data from a`, 'from', 'keyword.other');
    }
    for (const w of CALLS) has(`@5ms client:5 ${w}`, w, 'support.function.call');
    for (const w of ARROWS) has(`a ${w} b SYN`, w, 'keyword.operator.arrow');
    for (const w of LAYER_WORDS) has(`a -> b PSH,ACK ${w} GET /`, w, 'keyword.other.layer');
    for (const w of METHODS) has(`a send http ${w} /a`, w, 'support.function.method');
    for (const w of HTTP1_STATES) has(`expect a http ${w}, b LISTEN`, w, 'constant.language.state');
    for (const w of SECRET_WORDS) has(`expect wire knows ${w}, b LISTEN`, w, 'constant.language.secret');
    for (const w of RING_KEYS) has(`certificate a "x" key=${w}`, w, 'constant.language.key');
    for (const w of ['by', 'ca', 'from', 'until']) has(`certificate a "x" ${w} 2026-01-01`, w, 'keyword.other');
    for (const w of TLS_STATES) has(`expect a tls ${w}, b LISTEN`, w, 'constant.language.state');
    for (const w of FRAME_WORDS) {
      has(`a -> b h2 ${w}`, w, 'support.function.message');
      has(`a -> b h2 PING ack + ${w} 1`, w, 'support.function.message');
    }
    for (const w of H2_CODES) has(`a -> b h2 RST_STREAM 1 ${w}`, w, 'constant.language.code');
    for (const w of STREAM_STATES) has(`expect a h2 1 ${w}, b LISTEN`, w, 'constant.language.state');
    for (const w of H2_STATES) has(`expect a h2 ${w}, b LISTEN`, w, 'constant.language.state');
    has('a -> b h2 HEADERS 1 GET /a {b: c} end', '1', 'constant.numeric.stream');
    has('a -> b h2 HEADERS 1 GET /a {b: c} end', '/a', 'string.unquoted.target');
    has('a -> b h2 HEADERS 1 GET /a {b: c} end', 'end', 'keyword.other.flag');
    has('a -> b http GET /a stream=3', '3', 'constant.numeric.stream');
    for (const w of TLS_MESSAGES) {
      has(`a -> b tls ${w} x`, w, 'support.function.message');
      has(`a -> b tls Finished + ${w} x`, w, 'support.function.message');
    }
    for (const w of TLS_KEYS) has(`a -> b tls ClientHello ${w}=5`, w, 'entity.other.attribute-name.field');
    has(`a -> b ACK len=5 ${ALTERED} 3`, ALTERED, 'keyword.other');
  });

  const LINES: readonly (readonly [string, string])[] = [
    [
      '+200ms client:50001 -> 服务器 SYN,ACK seq=x+1 # c',
      '+|keyword.operator.time 200|constant.numeric.duration ms|keyword.other.unit client|variable.other.host ' +
        ':|punctuation.separator 50001|constant.numeric.port ->|keyword.operator.arrow 服务器|variable.other.host ' +
        'SYN|constant.language.flag ,|punctuation.separator ACK|constant.language.flag ' +
        'seq|entity.other.attribute-name.field =|keyword.operator.assignment x|variable.other.number ' +
        '+|keyword.operator.arithmetic 1|constant.numeric.decimal # c|comment.line.number-sign',
    ],
    [
      'a => b http GET /x {Accept: text/html, -Host} + 204 # c',
      'a|variable.other.host =>|keyword.operator.arrow b|variable.other.host http|keyword.other.layer ' +
        'GET|support.function.method /x|string.unquoted.target {|punctuation.definition.fields.begin ' +
        'Accept|entity.other.attribute-name.header :|punctuation.separator text/html|string.unquoted.value ' +
        ',|punctuation.separator -|keyword.operator.without Host|entity.other.attribute-name.header ' +
        '}|punctuation.definition.fields.end +|keyword.operator.said 204|constant.numeric.status # c|comment.line.number-sign',
    ],
    [
      'a -> b seq=x ack=y SYN "hi"',
      'a|variable.other.host ->|keyword.operator.arrow b|variable.other.host seq|entity.other.attribute-name.field ' +
        '=|keyword.operator.assignment x|variable.other.number ack|entity.other.attribute-name.field ' +
        '=|keyword.operator.assignment y|variable.other.number SYN|constant.language.flag ' +
        '"|punctuation.definition.string.begin hi|string.quoted.double "|punctuation.definition.string.end',
    ],
    [
      'a -> b seq = x + 1 as first win=5',
      'a|variable.other.host ->|keyword.operator.arrow b|variable.other.host seq|entity.other.attribute-name.field ' +
        '=|keyword.operator.assignment x|variable.other.number +|keyword.operator.arithmetic ' +
        '1|constant.numeric.decimal as|keyword.other first|variable.other.label win|entity.other.attribute-name.field ' +
        '=|keyword.operator.assignment 5|constant.numeric.decimal',
    ],
    [
      'a -> b ACK violates tcp/ack-beyond-sent, seq-gap win=5',
      'a|variable.other.host ->|keyword.operator.arrow b|variable.other.host ACK|constant.language.flag ' +
        'violates|keyword.other tcp/ack-beyond-sent|support.constant.rule ,|punctuation.separator ' +
        'seq-gap|support.constant.rule win|entity.other.attribute-name.field =|keyword.operator.assignment ' +
        '5|constant.numeric.decimal',
    ],
    [
      'expect client ESTABLISHED, server:80 owes SYN,ACK, 甲 owes nothing',
      'expect|keyword.control client|variable.other.host ESTABLISHED|support.type.state ,|punctuation.separator ' +
        'server|variable.other.host :|punctuation.separator 80|constant.numeric.port owes|keyword.other ' +
        'SYN|constant.language.flag ,|punctuation.separator ACK|constant.language.flag ,|punctuation.separator ' +
        '甲|variable.other.host owes|keyword.other nothing|constant.language.nothing',
    ],
    [
      'host server [2001:db8::1]:80 rto=200ms sack=off isn=0xFF',
      'host|keyword.control server|variable.other.host [|punctuation.bracket 2001:db8::1|constant.other.address ' +
        ']|punctuation.bracket :|punctuation.separator 80|constant.numeric.port rto|entity.other.attribute-name.setting ' +
        '=|keyword.operator.assignment 200|constant.numeric.duration ms|keyword.other.unit ' +
        'sack|entity.other.attribute-name.setting =|keyword.operator.assignment off|constant.language.switch ' +
        'isn|entity.other.attribute-name.setting =|keyword.operator.assignment 0xFF|constant.numeric.hex',
    ],
    [
      'note "a\\r\\q"',
      'note|keyword.control "|punctuation.definition.string.begin a|string.quoted.double \\r|constant.character.escape ' +
        '\\q|invalid.illegal.escape "|punctuation.definition.string.end',
    ],
    [
      'a → b “x”',
      'a|variable.other.host →|keyword.operator.arrow b|variable.other.host “|punctuation.definition.string.begin ' +
        'x|string.quoted.double ”|punctuation.definition.string.end',
    ],
  ];
  for (const [line, wanted] of LINES) {
    it(line, () => {
      const pieces = scopes(line);
      assert.equal(pieces.join(' '), wanted);
    });
  }

  it('ends every line where it ends', () => {
    for (const line of [...SAMPLES, 'a -> b "open', 'a -> b <mss', 'a -> b seq=', 'a -> b violates', 'let x =']) {
      const after = grammar.tokenizeLine(line, INITIAL).ruleStack;
      const next = grammar.tokenizeLine('wait 5ms', after).tokens[0];
      assert.ok(next?.scopes.includes('keyword.control.tcpflow'), `${line} runs on`);
    }
  });
});

describe('grammar: language configuration', () => {
  it('a word is what a person would take as one', () => {
    const { pattern, flags } = configuration.wordPattern;
    const words = (text: string): string[] => text.match(new RegExp(pattern, `${flags}g`)) ?? [];
    assert.deepEqual(words('client -> 服务器 SYN,ACK seq=x+1'), ['client', '服务器', 'SYN', 'ACK', 'seq', 'x', '1']);
    assert.deepEqual(words('expect a SYN-RECEIVED, b FIN-WAIT-1'), ['expect', 'a', 'SYN-RECEIVED', 'b', 'FIN-WAIT-1']);
    assert.deepEqual(words('violates tcp/ack-beyond-sent'), ['violates', 'tcp/ack-beyond-sent']);
    assert.deepEqual(words('wait 1.5s 0xFF'), ['wait', '1.5s', '0xFF']);
    assert.deepEqual(words('a-x b'), ['a', 'x', 'b']);
    assert.deepEqual(words('seq=x-1'), ['seq', 'x', '1']);
  });
});
