/** Flows in a document that markdown-it renders: its `tcpflow` fences are drawn, other fences stay as they are. */
import { isFlowInfo } from './attributes';
import { escapeMarkup } from '../diagram';

/** A token of markdown-it, as far as it is used. */
interface Token {
  readonly info: string;
  readonly content: string;
  /** The lines of the block, from 0. */
  readonly map?: readonly [number, number] | null;
  readonly attrs?: readonly (readonly [string, string])[] | null;
}

type Rule = (tokens: readonly Token[], index: number, options: unknown, env: unknown, self: unknown) => string;

/** The used part of a markdown-it object. */
export interface MarkdownIt {
  readonly renderer: { readonly rules: { fence?: Rule | undefined } };
}

/** A fence that is to be drawn. */
export interface DrawnFence {
  readonly code: string;
  /** The info string. */
  readonly info: string;
  /** Its number among the document's, from 0. */
  readonly number: number;
  /** The line of the opening fence, from 0; undefined where markdown-it does not tell. */
  readonly line: number | undefined;
  /** The attributes that other plug-ins have put to it: class, and those that keep an editor's scrolling. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/**
 * Draws the `tcpflow` fences of a markdown-it object.
 *
 * @param draw the HTML of a fence; `env` is what the user of markdown-it passes along
 */
export function drawFences<T extends MarkdownIt>(md: T, draw: (fence: DrawnFence, env: unknown) => string): T {
  const { rules } = md.renderer;
  const others = rules.fence;
  rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token === undefined || !isFlow(token)) return others?.(tokens, index, options, env, self) ?? '';
    const { content, info, map, attrs } = token;
    const number = tokens.slice(0, index).filter(isFlow).length;
    const attributes = (attrs ?? []).filter(([name]) => name === 'class' || name.startsWith('data-'));
    return draw({ code: content, info: info.trim(), number, line: map?.[0], attributes }, env);
  };
  return md;
}

/** Attributes of an element, as HTML. */
export function attributesHtml(attributes: DrawnFence['attributes']): string {
  return attributes.map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`).join('');
}

function isFlow({ info }: Token): boolean {
  return isFlowInfo(info.trim());
}
