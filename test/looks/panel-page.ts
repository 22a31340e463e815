/** The panel's page outside VS Code: its own script and style sheet, with the host in a worker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type { FromWorker, ToWorker } from './panel-host';

export interface PageSide {
  on(kind: FromWorker['kind']): Promise<FromWorker>;
  ask(message: ToWorker): void;
}

/** The host as the text of a worker. */
export async function hostCode(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['test/looks/panel-host.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** The environment of a webview in VS Code: colours and fonts as a rule, a style sheet, and the kind of theme. */
export interface Surroundings {
  readonly rule: string;
  readonly sheet: string;
  readonly body: string;
}

/** Sets up a page as VS Code does a webview; the worker communicates through `globalThis.outside`. */
export async function setUpPanel(page: Page, root: string, code: string, around: Surroundings): Promise<void> {
  await page.goto('about:blank');
  await page.addStyleTag({ content: `:root{${around.rule}}\n${around.sheet}` });
  await page.addStyleTag({ content: readFileSync(join(root, 'dist/webview/panel.css'), 'utf8') });
  await page.evaluate(
    ([worker = '', kind = '']) => {
      document.body.className = kind;
      const host = new Worker(URL.createObjectURL(new Blob([worker], { type: 'text/javascript' })));
      const waiting = new Map<string, (message: FromWorker) => void>();
      host.onmessage = (event: MessageEvent<FromWorker>) => {
        const { data } = event;
        if (data.kind === 'host') window.dispatchEvent(new MessageEvent('message', { data: data.envelope }));
        else waiting.get(data.kind)?.(data);
      };
      const outside: PageSide = {
        on: (said) => new Promise<FromWorker>((resolve) => waiting.set(said, resolve)),
        ask: (message) => host.postMessage(message),
      };
      let kept: unknown;
      Object.assign(globalThis, {
        outside,
        acquireVsCodeApi: () => ({
          postMessage: (letter: never) => outside.ask({ kind: 'page', letter }),
          getState: () => kept,
          setState: (state: unknown) => (kept = state),
        }),
      });
    },
    [code, around.body],
  );
  await page.addScriptTag({ content: readFileSync(join(root, 'dist/webview/panel.js'), 'utf8') });
}
