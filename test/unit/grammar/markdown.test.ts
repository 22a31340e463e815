import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type StateStack } from 'vscode-textmate';
import fenceJson from '../../../media/tcpflow-markdown.tmLanguage.json';
import grammarJson from '../../../media/tcpflow.tmLanguage.json';

const { INITIAL, parseRawGrammar, Registry } = textmate;
const { loadWASM, OnigScanner, OnigString } = oniguruma;

const MARKDOWN = 'text.html.markdown';
/** A minimal Markdown grammar, as target of the injection. */
const markdownJson = { scopeName: MARKDOWN, patterns: [] };
const FILES: Readonly<Record<string, object>> = {
  [MARKDOWN]: markdownJson,
  [fenceJson.scopeName]: fenceJson,
  [grammarJson.scopeName]: grammarJson,
};

let grammar: IGrammar;

/** The scopes of each line's first non-blank token, joined. */
function firstScopes(text: string): string[] {
  let state: StateStack = INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const token = tokens.find((t) => line.slice(t.startIndex, t.endIndex).trim() !== '') ?? tokens[0];
    return token?.scopes.join(' ') ?? '';
  });
}

describe('grammar: fences in Markdown', () => {
  before(async () => {
    // Another file of the same run may have loaded it already, in which case loading throws.
    await loadWASM(readFileSync(fileURLToPath(import.meta.resolve('vscode-oniguruma/release/onig.wasm')))).catch(
      () => undefined,
    );
    const registry = new Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new OnigScanner(patterns),
        createOnigString: (text) => new OnigString(text),
      }),
      loadGrammar: (scope) => {
        const file = FILES[scope];
        return Promise.resolve(file ? parseRawGrammar(JSON.stringify(file), 'grammar.json') : null);
      },
      getInjections: (scope) => (scope === MARKDOWN ? [fenceJson.scopeName] : undefined),
    });
    const loaded = await registry.loadGrammar(MARKDOWN);
    assert.ok(loaded);
    grammar = loaded;
  });

  for (const fence of ['```', '~~~', '````']) {
    it(`colours what stands between ${fence}tcpflow and its end`, () => {
      const [before, open, first, second, close, after] = firstScopes(
        `wait 5s\n${fence}tcpflow\nclient -> server SYN\n  wait 5s\n${fence}\nwait 5s`,
      );
      assert.equal(before, MARKDOWN);
      assert.match(open ?? '', /punctuation\.definition\.markdown/);
      assert.match(first ?? '', /meta\.embedded\.block\.tcpflow .*variable\.other\.host\.tcpflow/);
      assert.match(second ?? '', /meta\.embedded\.block\.tcpflow .*keyword\.control\.tcpflow/);
      assert.doesNotMatch(close ?? '', /meta\.embedded/);
      assert.equal(after, MARKDOWN);
    });
  }

  it('leaves other fences alone', () => {
    for (const other of ['```', '```ts', '```tcpflows']) {
      assert.ok(
        firstScopes(`${other}\nwait 5s\n\`\`\``).every((s) => !s.includes('tcpflow')),
        other,
      );
    }
  });
});
