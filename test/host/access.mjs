/** What a page is for who cannot see it, or does not use a mouse. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/**
 * Holds a page to WCAG 2.1, A and AA, as far as axe can tell, with no rule left out.
 *
 * @param {import('playwright-core').Frame} frame
 * @param {string} what what is in sight, for the message
 * @returns {Promise<string[]>} what is wrong
 */
export async function violations(frame, what) {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(AXE);
  const { found, checked } = await frame.evaluate(async (tags) => {
    const { violations, passes } = await globalThis.axe.run(globalThis.document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'label-content-name-mismatch': { enabled: true } },
      // It would fetch the style sheets, which the page's policy forbids.
      preload: false,
    });
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map((n) => `${id}: ${n.html.slice(0, 200)} ${n.failureSummary}`),
    );
    return { found: told, checked: passes.map((rule) => rule.id) };
  }, RULES);
  assert.ok(checked.length > 3, `axe looked at nothing: ${what}`);
  return found.map((told) => `${what}: ${told}`);
}

/** What has the focus, whether that can be seen, and whether it is in sight. */
export function focused(frame) {
  return frame.evaluate(() => {
    const { document, getComputedStyle, innerWidth, innerHeight } = globalThis;
    const at = document.activeElement;
    if (!at || at === document.body) return undefined;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    // A drawn state is marked by the stroke of its box.
    const shape = at.querySelector('.box');
    const stroke = shape ? Number.parseFloat(getComputedStyle(shape).strokeWidth) : 0;
    return {
      name: at.dataset.act ?? at.dataset.form ?? at.dataset.time ?? at.dataset.key ?? (at.id || at.className),
      ring: (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) || stroke >= 3,
      inSight: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    };
  });
}
