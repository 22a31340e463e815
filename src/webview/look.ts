/** The look of drawings in the page: the colours are CSS variables that `colours.css` derives from VS Code's theme. */
import { inspectSheet } from '../diagram/inspect-style';
import { lockSheet, messageSheet, streamSheet } from '../diagram/message-style';
import { sheet, type Look } from '../diagram/style';

/**
 * Adds the drawings' style sheet to the document. A style sheet constructed by the script is allowed by the content
 * security policy, and it is shared with exported files.
 */
export function adoptLook(): void {
  const own = new CSSStyleSheet();
  const look: Look = {
    colour: (name) => `var(--tf-${name})`,
    sans: 'var(--vscode-font-family)',
    mono: 'var(--vscode-editor-font-family)',
    later: 'var(--tf-later)',
  };
  own.replaceSync(
    `${sheet(look)}\n${inspectSheet(look)}\n${messageSheet(look)}\n${lockSheet(look)}\n${streamSheet(look)}`,
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
}
