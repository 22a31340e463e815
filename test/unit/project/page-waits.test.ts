/** Tests of pages wait for what is settled: not for time, and they press nothing twice to be sure. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDER = 'test/page';
/** Waits of a fixed length, and helpers that try again. */
const WAITS = new Set(['waitForTimeout', 'setTimeout', 'setInterval', 'insist', 'appears']);
/** What waits by asking again and again: it only looks. */
const ASKING = new Set(['until', 'waitForFunction']);
const ACTS = new Set(['click', 'dblclick', 'press', 'type', 'fill', 'insertText', 'hover', 'goTo', 'run']);

function nameOf(call: ts.CallExpression): string {
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

/** What in a test waits for time, or acts again and again. */
function faults(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node, isAsked: boolean): void => {
    let within = isAsked;
    if (ts.isCallExpression(node)) {
      const name = nameOf(node);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (WAITS.has(name) || (isAsked && ACTS.has(name))) found.push(`${file}:${line} ${name}`);
      within ||= ASKING.has(name);
    }
    // What is tried until it goes well, however often.
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) within = true;
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
      files.flatMap((f) => faults(f, readFileSync(join(FOLDER, f), 'utf8'))),
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
    assert.deepEqual(faults('a', "while (!(await seen())) await page.keyboard.press('F1');"), ['a:1 press']);
    assert.deepEqual(faults('a', "await page.click('y');\nawait workbench.until('x', () => page.isVisible('z'));"), []);
  });
});
