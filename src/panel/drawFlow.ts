import * as vscode from 'vscode';
import { check } from '../check';
import { type Theme, svg } from '../diagram';
import type { DrawFlow, Flows } from '../editor';
import { createParser } from '../script';
import type { Say } from '../words/words';

const THEMES: Readonly<Record<vscode.ColorThemeKind, Theme>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'hc-dark',
  [vscode.ColorThemeKind.HighContrastLight]: 'hc-light',
};

/**
 * Draws a flow as the text of an SVG file, in the colours of the given kind of theme. The TLS bundle is loaded if the
 * flow uses TLS.
 */
export function flowDrawer(say: Say, flows: Flows): DrawFlow {
  return async (flow, kind) => {
    const trace = await flows.whole(check(createParser().parse(flow)));
    return svg(trace, { say, language: vscode.env.language, theme: THEMES[kind], width: 680 });
  };
}
