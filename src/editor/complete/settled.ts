const ARROW = /->|-x|~>/;
const FLAG = /\b(?:SYN|ACK|FIN|RST|PSH|URG)\s/;

/** True if a segment with flags may end here, so that Enter begins the next line. */
export function isSettled(before: string): boolean {
  const arrow = before.search(ARROW);
  if (arrow < 0) return false;
  const clauses = before.slice(arrow + 2);
  const flag = FLAG.exec(clauses);
  if (flag === null) return false;
  const rest = clauses.slice(flag.index + flag[0].length);
  const last = rest.trimEnd().at(-1);
  // After a comma another flag follows, after `<` an option.
  return rest === '' || (last !== undefined && last !== ',' && last !== '<');
}
