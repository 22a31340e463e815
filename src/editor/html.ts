/** The initial HTML document of a panel; the script creates its content. */

export interface PageParts {
  readonly nonce: string;
  /** The content security policy source of the extension's scripts and style sheets. */
  readonly source: string;
  readonly script: string;
  readonly sheet: string;
  readonly language: string;
}

function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/**
 * The document with a content security policy that allows the extension's style sheet and the script with the nonce
 * only.
 */
export function pageHtml({ nonce, source, script, sheet, language }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "font-src 'none'",
    // The page draws its own SVG into a canvas to make a PNG.
    'img-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(sheet)}">
<title>TCP Flow</title>
</head>
<body>
<script nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

/** 128 random bits as hexadecimal digits, from the platform's generator. */
export function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
