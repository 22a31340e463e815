/** The style sheet of pictures in VS Code's Markdown preview and in notebooks. */
import { drawingSheet } from '../diagram';

/** Rules of the figure around a picture. */
const FIGURE = `figure.tcpflow{margin:1em 0;padding:8px;border:1px solid var(--tf-rule);border-radius:4px;background:var(--tf-back)}
figure.tcpflow>svg{display:block;max-width:100%;height:auto;margin:0 auto}
figure.tcpflow>figcaption{color:var(--tf-muted);font-size:.9em;margin-top:6px}
figure.tcpflow>pre{margin:6px 0 0}`;

/** @param colours `webview/colours.css`: the colours by their names, taken from VS Code's theme */
export function previewSheet(colours: string): string {
  return `${colours}\n${drawingSheet()}\n${FIGURE}\n`;
}
