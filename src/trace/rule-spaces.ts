import { sourceLink } from './source';

/** A family of rules: its name stands before the `/` of their ids. */
export interface RuleSpace {
  readonly name: string;
  /** Message id of its title. */
  readonly title: string;
  /** Its rules judge what peers send, so that a segment may break one on purpose: `violates`. */
  readonly judgesPeers: boolean;
  /** Each of its rules has a page. */
  readonly hasPages: boolean;
  /** Where the document that a source of its rules names is read: `RFC 9293 §3.4`. */
  link(source: string): string | undefined;
}

const TCP: RuleSpace = { name: 'tcp', title: 'space/tcp', judgesPeers: true, hasPages: true, link: sourceLink };
/** How flows are written, and remarks on what a segment is. */
const FLOW: RuleSpace = { name: 'flow', title: 'space/flow', judgesPeers: false, hasPages: true, link: sourceLink };
/** What both ends of HTTP/1 write. */
const HTTP1: RuleSpace = { name: 'http1', title: 'space/http1', judgesPeers: true, hasPages: true, link: sourceLink };
/** Frames of both ends of HTTP/2. */
const H2: RuleSpace = { name: 'h2', title: 'space/h2', judgesPeers: true, hasPages: true, link: sourceLink };
/** Messages of both ends of TLS: rules of both versions, of 1.2, of 1.3. */
const TLS = ['tls', 'tls12', 'tls13'].map((name): RuleSpace => ({
  name,
  title: `space/${name}`,
  judgesPeers: true,
  hasPages: true,
  link: sourceLink,
}));
const SYNTAX: RuleSpace = {
  name: 'syntax',
  title: 'space/syntax',
  judgesPeers: false,
  hasPages: false,
  link: sourceLink,
};

export const RULE_SPACES: readonly RuleSpace[] = [TCP, HTTP1, H2, ...TLS, FLOW, SYNTAX];

/** The space of a rule, by the rule's id; an id of no space is one of the text. */
export function spaceOf(id: string): RuleSpace {
  return RULE_SPACES.find(({ name }) => id.startsWith(`${name}/`)) ?? SYNTAX;
}

/** Behind `violates`, a rule of TCP needs no space before its name. */
export function ruleId(written: string): string {
  return written.includes('/') ? written : `${TCP.name}/${written}`;
}

/** A rule as `violates` names it; undefined for one that no segment breaks on purpose. */
export function meantName(id: string): string | undefined {
  const space = spaceOf(id);
  if (!space.judgesPeers) return undefined;
  return space === TCP ? id.slice(TCP.name.length + 1) : id;
}
