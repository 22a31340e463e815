/** The style sheets of pictures: in VS Code's Markdown preview and in notebooks, and in documents without one. */
import { PALETTES, drawingSheet } from '../diagram';

/** Rules of the figure around a picture. */
function figureRules(colour: (name: 'rule' | 'back' | 'muted') => string): string {
  return `figure.tcpflow{margin:1em 0;padding:8px;border:1px solid ${colour('rule')};border-radius:4px;background:${colour('back')}}
figure.tcpflow>svg{display:block;max-width:100%;height:auto;margin:0 auto}
figure.tcpflow>figcaption{color:${colour('muted')};font-size:.9em;margin-top:6px}
figure.tcpflow>pre{margin:6px 0 0}`;
}

/** @param colours `webview/colours.css`: the colours by their names, taken from VS Code's theme */
export function previewSheet(colours: string): string {
  return `${colours}\n${drawingSheet()}\n${figureRules((name) => `var(--tf-${name})`)}\n`;
}

/**
 * The sheet that a document carries itself, for where it has no other: light, and in a cascade layer (CSS Cascade 5 §6.4), which any
 * sheet outside layers outranks.
 */
export function ownSheet(): string {
  return `@layer tcpflow{\n${drawingSheet('light')}\n${figureRules((name) => PALETTES.light[name])}\n}`;
}
