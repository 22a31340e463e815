/**
 * One side of HTTP/1 on one connection, as that side knows it (RFC 9112 §9): requests that wait for their final response, and
 * whether the connection lasts.
 */
import type { Head, Message } from '../message';
import type { Http1State } from '../names';
import type { Role } from '../role';
import { membersOf, valueOf } from './head';

/** A request without its final response. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly minor: number;
  /** What its Connection field says. */
  readonly close: boolean;
  readonly keepAlive: boolean;
  /** It asks for 100 (Continue) before its body (RFC 9110 §10.1.1). */
  readonly expects: boolean;
}

/** Why no further request may follow on the connection. */
export type Over = 'close' | 'version';

export interface Http1 {
  readonly role: Role;
  /** Oldest first. */
  readonly asked: readonly Asked[];
  /** Messages that this side has sent and heard, final responses and requests. */
  readonly requests: number;
  readonly responses: number;
  /** By which side the close option was given, or undefined while the connection lasts; `version`: HTTP/1.0 without keep-alive. */
  readonly over: Over | undefined;
  /** The side whose message said so. */
  readonly overBy: Role | undefined;
  /** Final responses to requests that were not whole yet: those are answered already once they are. */
  readonly early: number;
  /** Octets of the peer came that are no HTTP, or are not given: requests among them are not known. */
  readonly partial: boolean;
  /** It has said a secret in clear, which is told once. */
  readonly exposed: boolean;
}

const NO_ASKED: readonly Asked[] = [];

export function newHttp1(role: Role): Http1 {
  return {
    role,
    asked: NO_ASKED,
    requests: 0,
    responses: 0,
    over: undefined,
    overBy: undefined,
    early: 0,
    partial: false,
    exposed: false,
  };
}

/** RFC 9112 §9.3, §9.6: the options of the Connection field. */
export function connectionOf(head: Head): { readonly close: boolean; readonly keepAlive: boolean } {
  const options = membersOf(valueOf(head, 'connection'));
  return { close: options.includes('close'), keepAlive: options.includes('keep-alive') };
}

/** RFC 9112 §9.3, first match: does the connection persist behind this message? */
export function persists(head: Head): boolean {
  const { close, keepAlive } = connectionOf(head);
  if (close) return false;
  return head.minor >= 1 || keepAlive;
}

export function askedBy(head: Head): Asked {
  const { close, keepAlive } = connectionOf(head);
  return {
    method: head.method,
    target: head.target,
    minor: head.minor,
    close,
    keepAlive,
    expects: head.minor >= 1 && membersOf(valueOf(head, 'expect')).includes('100-continue'),
  };
}

export function isFinal(head: Head): boolean {
  return head.status >= 200;
}

/**
 * Behind a message that this side has sent, or has heard.
 *
 * @param begun a request has begun that is not whole: a response may answer it
 */
export function after(s: Http1, { head }: Message, begun: boolean): Http1 {
  if (head === undefined) return s;
  const isRequest = head.kind === 'request';
  // A start line that can't be read is a request or a response all the same: it is answered, or answers.
  if (!isRequest && !isFinal(head) && !head.broken) return s;
  const over = s.over ?? (persists(head) ? undefined : connectionOf(head).close ? 'close' : 'version');
  let { asked, early } = s;
  if (!isRequest) {
    if (asked.length === 0 && begun) early++;
    asked = asked.length > 1 ? asked.slice(1) : NO_ASKED;
  } else if (early > 0) early--;
  else asked = asked.length === 0 ? [askedBy(head)] : [...asked.slice(1 - MOST_ASKED), askedBy(head)];
  return {
    role: s.role,
    asked,
    requests: isRequest ? s.requests + 1 : s.requests,
    responses: isRequest ? s.responses : s.responses + 1,
    over,
    overBy: s.overBy ?? (over === undefined ? undefined : isRequest ? 'client' : 'server'),
    early,
    partial: s.partial,
    exposed: s.exposed,
  };
}

/** More pipelined requests than this are not kept. */
const MOST_ASKED = 1000;

/** Methods that may be repeated by themselves (RFC 9110 §9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/**
 * The state of a side.
 *
 * @param sending its message has begun and is not whole
 * @param ended it has ended its direction
 */
export function stateOf(s: Http1, sending: boolean, ended: boolean): Http1State {
  if (ended) return 'CLOSED';
  if (sending) return 'SEND_BODY';
  if (s.role === 'server' && s.asked.length > 0) return 'SEND_RESPONSE';
  if (s.over !== undefined && (s.asked.length === 0 || s.role === 'client')) return 'MUST_CLOSE';
  return s.asked.length > 0 ? 'DONE' : 'IDLE';
}
