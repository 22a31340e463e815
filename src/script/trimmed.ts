/** Text without the blanks and commas at its end. */
export function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,]/.test(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}
