/** Accessibility checks of a page, for users of screen readers and keyboards. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/**
 * Checks a page against WCAG 2.1, levels A and AA, with all rules of axe.
 *
 * @param {import('playwright-core').Frame} frame
 * @param {string} what the visible content, for the message
 * @returns {Promise<string[]>} the violations
 */
export async function violations(frame, what) {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(AXE);
  const { found, checked } = await frame.evaluate(async (tags) => {
    const { violations, passes } = await globalThis.axe.run(globalThis.document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'label-content-name-mismatch': { enabled: true } },
      // Preloading would fetch the style sheets, which the page's policy forbids.
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

/** The focused element, whether the focus is visible, and whether the element is in view. */
export function focused(frame) {
  return frame.evaluate(() => {
    const { document, getComputedStyle, innerWidth, innerHeight } = globalThis;
    const at = document.activeElement;
    if (!at || at === document.body) return undefined;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    // The focus on a state of the diagram is shown by the stroke of its box.
    const shape = at.querySelector('.box');
    const stroke = shape ? Number.parseFloat(getComputedStyle(shape).strokeWidth) : 0;
    return {
      name: at.dataset.act ?? at.dataset.form ?? at.dataset.time ?? at.dataset.key ?? (at.id || at.className),
      ring: (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) || stroke >= 3,
      inSight: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    };
  });
}
