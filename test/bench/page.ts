/**
 * Measures the panel's page in Chromium, and Mermaid's sequence diagram of the same messages in the same browser: time
 * from the trace to the first paint, frames and tasks while scrolling and stepping at three sizes of the drawing, and
 * memory.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { hostCode, setUpPanel, type PageSide } from '../looks/panel-page';
import { generate } from './generate';
import { tasksOf, type TaskFigures } from './tasks';

export interface FrameFigures extends TaskFigures {
  readonly frames: number;
  readonly medianMs: number;
  readonly worstMs: number;
  /** The number of frames that took longer than two screen frames, which a user perceives as a jerk. */
  readonly dropped: number;
}

export interface ZoomFigures {
  /** The factor by which the drawing is enlarged. */
  readonly zoom: number;
  readonly scroll: FrameFigures;
  readonly step: FrameFigures;
}

export interface PageFigures {
  readonly rows: number;
  readonly firstPaintMs: number;
  readonly zooms: readonly ZoomFigures[];
  /** Time from a jump to rows that are not loaded until they are drawn, milliseconds. */
  readonly jumpMs: number;
  readonly heapBytes: number;
  readonly elements: number;
  /** Undefined if Mermaid was not measured. */
  readonly mermaidMs: number | undefined;
}

const CHROMIUM = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The most messages for Mermaid, which takes half a minute for 10,000. */
const MERMAID_MOST = 10_000;
const ZOOMS = [1, 0.5, 2];
const SCREEN = 1000 / 60;

/** The functions run inside the page. They are sent as text and can't refer to this file. */
declare const outside: PageSide;

/** A few colours; a page in VS Code has hundreds. */
const AROUND = {
  rule: `--vscode-font-family:sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:monospace;
    --vscode-editor-background:#fff;--vscode-foreground:#3b3b3b;--vscode-focusBorder:#005fb8;
    --vscode-charts-yellow:#bf8803;--vscode-tcpflow-stateOpening:#1a85ff;--vscode-tcpflow-stateOpen:#388a34;
    --vscode-tcpflow-stateClosing:#d9730d;--vscode-tcpflow-stateWaiting:#652d90`,
  sheet: '',
  body: 'vscode-light',
};

async function panelPage(browser: Browser, root: string, code: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 760, height: 900 } });
  await setUpPanel(page, root, code, AROUND);
  return page;
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const look = (): void => {
          if (document.querySelector('.row.segment')) requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        outside.ask({ kind: 'open' });
        requestAnimationFrame(look);
      }),
  );
}

/** Runs something that gives the times between frames. */
async function moving(browser: Browser, page: Page, run: (page: Page) => Promise<number[]>): Promise<FrameFigures> {
  const [deltas, tasks] = await tasksOf(browser, page, () => run(page));
  const sorted = [...deltas].sort((a, b) => a - b);
  return {
    ...tasks,
    frames: deltas.length,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    worstMs: sorted.at(-1) ?? 0,
    dropped: deltas.filter((d) => d > 2 * SCREEN + 1).length,
  };
}

/** The times between frames while the page scrolls half a screen per frame. */
function scrolling(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const area = document.querySelector('.ladder') as HTMLElement;
        const times: number[] = [];
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) times.push(now - last);
          last = now;
          area.scrollTop += 240;
          if (times.length < 300) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
  );
}

function stepping(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) times.push(now - last);
          last = now;
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
          if (times.length < 200) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
  );
}

/** Enlarges the drawing with the buttons of the bar that finds. */
async function zoomTo(page: Page, zoom: number): Promise<void> {
  if (!(await page.locator('.find-controls').isVisible())) await page.locator('[data-act="find"]').click();
  const shown = async (): Promise<number> => parseInt(await page.locator('[data-find="zoom-one"]').innerText()) / 100;
  for (let now = await shown(); now !== zoom; now = await shown()) {
    await page.locator(`[data-find="zoom-${now > zoom ? 'out' : 'in'}"]`).click();
  }
  await page.locator('[data-act="find"]').click();
}

async function jumping(page: Page): Promise<number> {
  const times = await page.evaluate(async () => {
    const area = document.querySelector('.ladder') as HTMLElement;
    const drawn = (): boolean => {
      const middle = area.getBoundingClientRect();
      const at = document.elementFromPoint(middle.left + middle.width / 2, middle.top + middle.height / 2);
      return at?.closest('.row') !== null && at !== null;
    };
    const all: number[] = [];
    for (let i = 1; i <= 15; i++) {
      const began = performance.now();
      area.scrollTop = (area.scrollHeight * ((i * 7) % 16)) / 16;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (drawn()) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(() => requestAnimationFrame(look));
      });
      all.push(performance.now() - began);
    }
    return all;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

async function holds(page: Page): Promise<{ heapBytes: number; elements: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  return { heapBytes: metrics.find((m) => m.name === 'JSHeapUsedSize')?.value ?? 0, elements };
}

/** Mermaid's time for the same messages, from the text to the frame that shows the drawing. */
async function mermaidTime(browser: Browser, root: string, text: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 760, height: 900 } });
  page.setDefaultTimeout(300_000);
  await page.goto('about:blank');
  await page.addScriptTag({ content: readFileSync(join(root, 'node_modules/mermaid/dist/mermaid.min.js'), 'utf8') });
  const time = await page.evaluate(async (chart) => {
    interface Mermaid {
      initialize(options: object): void;
      render(id: string, text: string): Promise<{ svg: string }>;
    }
    const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
    mermaid.initialize({ startOnLoad: false, maxTextSize: 1e9, maxEdges: 1e9 });
    const began = performance.now();
    const { svg } = await mermaid.render('chart', chart);
    document.body.innerHTML = svg;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - began;
  }, text);
  await page.close();
  return time;
}

async function one(browser: Browser, root: string, code: string, lines: number): Promise<PageFigures> {
  const page = await panelPage(browser, root, code);
  page.setDefaultTimeout(120_000);
  const rows = await page.evaluate(async (text) => {
    const answer = outside.on('prepared');
    outside.ask({ kind: 'prepare', text, language: 'en', step: 0, folds: false });
    const message = await answer;
    return message.kind === 'prepared' ? message.rows : 0;
  }, generate(lines));
  // The page has its texts by now; the first flow is no warm-up for either side.
  await page.waitForTimeout(300);
  const firstPaintMs = await firstPaint(page);
  const zooms: ZoomFigures[] = [];
  for (const zoom of ZOOMS) {
    await zoomTo(page, zoom);
    zooms.push({
      zoom,
      scroll: await moving(browser, page, scrolling),
      step: await moving(browser, page, stepping),
    });
  }
  await zoomTo(page, 1);
  const jumpMs = await jumping(page);
  const held = await holds(page);
  let mermaidMs: number | undefined;
  if (lines <= MERMAID_MOST) {
    const text = await page.evaluate(async () => {
      const answer = outside.on('mermaid');
      outside.ask({ kind: 'mermaid' });
      const message = await answer;
      return message.kind === 'mermaid' ? message.text : '';
    });
    mermaidMs = await mermaidTime(browser, root, text);
  }
  await page.close();
  return { rows, firstPaintMs, zooms, jumpMs, ...held, mermaidMs };
}

/** Undefined without Chromium. */
export async function pageFigures(sizes: readonly number[]): Promise<PageFigures[] | undefined> {
  const executablePath = CHROMIUM.find((file) => file !== undefined && existsSync(file));
  if (executablePath === undefined) return undefined;
  const root = process.cwd();
  const code = await hostCode(root);
  const args = ['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--no-sandbox'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const all: PageFigures[] = [];
    for (const lines of sizes) all.push(await one(browser, root, code, lines));
    return all;
  } finally {
    await browser.close();
  }
}
