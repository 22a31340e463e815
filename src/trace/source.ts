/** A link to the section that a source names: `RFC 9293 §3.10.7.4 step 5` → the RFC Editor's page. */
export function sourceLink(source: string): string | undefined {
  const match = /RFC (\d+)(?:[^§]*§(\d+(?:\.\d+)*))?/.exec(source);
  if (!match) return undefined;
  const [, rfc, section] = match;
  return `https://www.rfc-editor.org/rfc/rfc${rfc}${section === undefined ? '' : `#section-${section}`}`;
}
