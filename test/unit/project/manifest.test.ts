import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Colour {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: { readonly colors: readonly Colour[] };
};

describe('package.json', () => {
  it('contributes the colours that the page draws with, each for all kinds of theme', () => {
    const sheet = readFileSync('src/webview/panel.css', 'utf8');
    const used = new Set([...sheet.matchAll(/--vscode-tcpflow-(\w+)/g)].map((m) => `tcpflow.${m[1] ?? ''}`));
    const { colors } = manifest.contributes;
    assert.deepEqual(colors.map((c) => c.id).sort(), [...used].sort());
    for (const { id, defaults } of colors)
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
  });
});
