/**
 * The RFC Editor's address of the section that a source names, such as `RFC 9293 §3.10.7.4 step 5`; undefined if it
 * names no RFC.
 */
export function sourceLink(source: string): string | undefined {
  const match = /RFC (\d+)(?:[^§]*§(\d+(?:\.\d+)*))?/.exec(source);
  if (!match) return undefined;
  const [, rfc, section] = match;
  return `https://www.rfc-editor.org/rfc/rfc${rfc}${section === undefined ? '' : `#section-${section}`}`;
}
