/** The look of drawings in the page: the colours are variables of colours.css, which takes them from VS Code's theme. */
import { inspectSheet } from '../diagram/inspect-style';
import { messageSheet } from '../diagram/message-style';
import { sheet, type Look } from '../diagram/style';

/**
 * Gives the document the drawings' sheet. A sheet that is built by the script itself needs no exception from the policy
 * on styles, and keeps one source for page and file.
 */
export function adoptLook(): void {
  const own = new CSSStyleSheet();
  const look: Look = {
    colour: (name) => `var(--tf-${name})`,
    sans: 'var(--vscode-font-family)',
    mono: 'var(--vscode-editor-font-family)',
    later: 'var(--tf-later)',
  };
  own.replaceSync(`${sheet(look)}\n${inspectSheet(look)}\n${messageSheet(look)}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
}
