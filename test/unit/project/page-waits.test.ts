/** Page tests wait for settled states, not for time, and repeat no action. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDER = 'test/page';
/** Drivers of the tests' windows. Only `until.mjs` may poll with a delay. */
const DRIVERS = ['workbench', 'saving', 'access', 'inside', 'run-pages'].map((name) => `test/host/${name}.mjs`);
/** Functions that wait for a fixed time. */
const WAITS = new Set(['waitForTimeout', 'setTimeout', 'setInterval']);
/** Functions that poll; their probes must have no effects. */
const ASKING = new Set(['until', 'waitForFunction']);
const ACTS = new Set([
  ...['click', 'dblclick', 'press', 'type', 'fill', 'insertText', 'hover', 'goto'],
  ...['goTo', 'run', 'command', 'quickOpen', 'palette', 'focusEditor', 'openDiagram', 'take', 'setTheme'],
]);

function nameOf(call: ts.CallExpression): string {
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

function isAsync(value: ts.Expression | undefined): boolean {
  if (value === undefined || !(ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return false;
  return value.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** The places in a test that wait for time, or repeat an action. */
function faults(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node, isAsked: boolean): void => {
    let within = isAsked;
    if (ts.isCallExpression(node)) {
      const name = nameOf(node);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (WAITS.has(name) || (isAsked && ACTS.has(name))) found.push(`${file}:${line} ${name}`);
      // An async probe returns a promise, which is always truthy.
      if (name === 'waitForFunction' && isAsync(node.arguments[0])) found.push(`${file}:${line} async ${name}`);
      within ||= ASKING.has(name);
    }
    // A loop that retries until success.
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) within = true;
    if (ts.isForStatement(node) && node.condition === undefined) within = true;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, false);
  return found;
}

describe('project: tests of pages', () => {
  it('wait for no fixed time, and do nothing again and again', () => {
    const files = readdirSync(FOLDER).filter((f) => f.endsWith('.mjs'));
    assert.ok(files.length > 5);
    assert.deepEqual(
      [...files.map((f) => join(FOLDER, f)), ...DRIVERS].flatMap((f) => faults(f, readFileSync(f, 'utf8'))),
      [],
    );
  });

  it('are told apart from those that do', () => {
    assert.deepEqual(faults('a', 'await page.waitForTimeout(300);'), ['a:1 waitForTimeout']);
    assert.deepEqual(faults('a', 'await new Promise((r) => setTimeout(r, 9));'), ['a:1 setTimeout']);
    assert.deepEqual(
      faults('a', "await workbench.until('x', async () => {\n  await page.click('y');\n  return z;\n});"),
      ['a:2 click'],
    );
    assert.deepEqual(faults('a', 'await page.waitForFunction(async () => true);'), ['a:1 async waitForFunction']);
    assert.deepEqual(faults('a', "for (;;) {\n  await page.press('F1');\n  if (await seen()) break;\n}"), [
      'a:2 press',
    ]);
    assert.deepEqual(faults('a', "while (!(await seen())) await page.keyboard.press('F1');"), ['a:1 press']);
    assert.deepEqual(faults('a', "await page.click('y');\nawait workbench.until('x', () => page.isVisible('z'));"), []);
  });
});
