import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const name = "a flow's own page has the colours of VS Code's four themes (src/webview/page/themes.css)";

const SELECTORS = {
  light: '.vscode-light',
  dark: '.vscode-dark',
  'hc-dark': '.vscode-high-contrast',
  'hc-light': '.vscode-high-contrast.vscode-high-contrast-light',
};

/** The variables of each selector of the sheet. */
function variablesOf(sheet) {
  const rules = [...sheet.matchAll(/^([^{}/]+)\{([^}]*)\}/gm)].map(([, selector, body]) => [
    selector.trim(),
    Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, key, value]) => [key, value])),
  ]);
  return Object.fromEntries(rules);
}

/** Runs in a webview: the variables whose colour is another one there, each with both values. */
function differing(wanted) {
  const { document } = globalThis;
  const probe = document.body.appendChild(document.createElement('span'));
  const style = globalThis.getComputedStyle(document.documentElement);
  const colour = (value) => {
    probe.style.color = '';
    probe.style.color = value;
    return value === '' || probe.style.color === '' ? value : globalThis.getComputedStyle(probe).color;
  };
  const found = Object.entries(wanted)
    .map(([key, value]) => [key, value, style.getPropertyValue(key).trim()])
    .filter(([, value, own]) => colour(value) !== colour(own));
  probe.remove();
  return found;
}

export async function run({ workbench, extension, assert }) {
  const variables = variablesOf(readFileSync(join(extension, 'src/webview/page/themes.css'), 'utf8'));
  await workbench.open(extension, 'handshake.tcpflow');
  await workbench.openDiagram();
  for (const [theme, selector] of Object.entries(SELECTORS)) {
    await workbench.setTheme(theme);
    const wanted = variables[selector] ?? {};
    assert.ok(Object.keys(wanted).length > 30, selector);
    const frame = await workbench.webview('.row.segment');
    assert.deepEqual(await frame.evaluate(differing, wanted), [], theme);
  }
}
