import { strict as assert } from 'node:assert';
import { violations } from '../../arrows.mjs';

/** The check of an invented source folder. */
const check = (files: Record<string, string>): string[] => violations(new Map(Object.entries(files)));

/** A function with a body of the given number of equal lines. */
function long(name: string, lines: number, line: string): string {
  return `function ${name}() {\n${`${line}\n`.repeat(lines)}}\n`;
}

describe('the arrows between folders', () => {
  it('lets the allowed ones pass', () => {
    const seen = check({
      'wire/seq.ts': `export const a = 1;`,
      'tcp/tcb.ts': `import type { a } from '../wire';\nimport { b } from './b';`,
      'webview/main.ts': `import type { M } from '../panel/messages';`,
      'layers/crypto/hash.ts': `import { sha256 } from '@noble/hashes/sha2.js';\nimport { x } from './x';`,
      'layers/tls/seal.ts': `import { gcmSeal } from '../crypto';`,
      'cli/main.ts': `import { readFileSync } from 'node:fs';\nimport zh from '../../media/l10n/x.json';`,
      'extension.ts': `import * as vscode from 'vscode';\nimport { f } from './editor/flows';`,
      'tell/a.ts': long('f', 78, 'x();'),
      'tell/table.ts': `function f() {\nconst t = [\n${'say(1),\n'.repeat(100)}];\n${'x();\n'.repeat(60)}}`,
      'tell/page.ts': `const f = (c) => \`\n${'line\n'.repeat(100)}\${c}\`;`,
    });
    assert.deepEqual(seen, []);
  });

  const planted: [what: string, file: string, text: string, line: number][] = [
    ['an arrow upwards', 'wire/seq.ts', `// why\nimport type { Tcb } from '../tcp/tcb';`, 2],
    ['a file behind a face', 'sim/face.ts', `import { a } from '../wire';\nimport { b } from '../tcp/tcb';`, 2],
    ['a re-export', 'tcp/a.ts', `export * from '../check/trace';`, 1],
    ['a dynamic import', 'script/a.ts', `const x = 1;\nvoid import('../tcp/tcb');`, 2],
    ['vscode in the core', 'check/a.ts', `import type * as vscode from 'vscode';`, 1],
    ['Node outside the command line', 'diagram/a.ts', `import { join } from 'path';`, 1],
    ["another module of the panel's", 'webview/a.ts', `import { x } from '../panel/host';`, 1],
    ['a package', 'editor/a.ts', `import x from 'left-pad';`, 1],
    ['a package beside its door', 'layers/tls/a.ts', `import x from '@noble/hashes/sha2.js';`, 1],
    ['another package behind a door', 'layers/crypto/a.ts', `import x from 'left-pad';`, 1],
    ['a file behind a door', 'layers/tls/b.ts', `import x from '../crypto';\nimport y from '../crypto/rsa';`, 2],
    ['a room that is not there', 'attic/a.ts', ``, 1],
    ['a file that grew too long', 'wire/a.ts', `// a line\n`.repeat(501), 501],
    ['a function that grew too long', 'tell/a.ts', `const x = 1;\n${long('f', 79, 'x();')}`, 2],
    ['a method that did', 'tell/b.ts', `class A {\n  m() {\n${'x();\n'.repeat(79)}  }\n}`, 2],
    ['an arrow function that did', 'tell/c.ts', `export const f =\n  () => {\n${'x();\n'.repeat(79)}};`, 2],
    [
      'a long function that only has a table in it',
      'tell/d.ts',
      `function f() {\nconst t = [\n${'1,\n'.repeat(30)}];\n${'x();\n'.repeat(60)}}`,
      1,
    ],
    ['a list of functions', 'tell/e.ts', `function f() {\nreturn [\n${'() => 1,\n'.repeat(80)}];\n}`, 1],
  ];
  it('finds circles of files: none leaves its folder, none has more than three', () => {
    const lines = check({
      'wire/a.ts': `import './b';`,
      'wire/b.ts': `import './c';`,
      'wire/c.ts': `import './a';`,
      'tcp/a.ts': `import './rules/b';`,
      'tcp/rules/b.ts': `import type { A } from '../a';`,
      'sim/a.ts': `import './b';`,
      'sim/b.ts': `import './c';`,
      'sim/c.ts': `import './d';`,
      'sim/d.ts': `import './a';`,
    });
    assert.deepEqual(lines, [
      'sim/a.ts, sim/b.ts, sim/c.ts, sim/d.ts import each other in a circle',
      'tcp/a.ts, tcp/rules/b.ts import each other in a circle',
    ]);
  });

  const seen = check(Object.fromEntries(planted.map(([, file, text]) => [file, text])));
  it('finds nothing else', () => {
    assert.equal(seen.length, planted.length, seen.join('\n'));
  });
  for (const [what, file, , line] of planted) {
    it(`finds ${what}`, () => {
      assert.equal(seen.filter((l) => l.startsWith(`${file}:${line} `)).length, 1, seen.join('\n'));
    });
  }
});
