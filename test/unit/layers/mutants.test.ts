import assert from 'node:assert/strict';
import { messageMutants, type MessageMutant } from '../../mutants/messages';
import { libraryFlows } from '../library';
import { share, WHOLE } from '../share';

interface Reason {
  readonly kind: RegExp;
  readonly reason: string;
  readonly when?: (m: MessageMutant) => boolean;
}

/** Changes after which nothing is wrong with any message. */
const LEGAL: readonly Reason[] = [
  { kind: /^method/, reason: 'a method is any token, and case-sensitive (RFC 9110 §9.1)' },
  { kind: /^version 1\.0$/, reason: 'each side may speak HTTP/1.0; the connection does not persist then' },
  { kind: /^\+connection: close$/, reason: 'either side may close behind any message (RFC 9112 §9.6)' },
  {
    kind: /^\+host$/,
    reason: 'a response and HTTP/1.0 have no use for Host, and may have it',
    when: (m) => isResponse(m) || m.message.head?.minor === 0,
  },
  {
    kind: /^-content-length$/,
    reason: 'a response that says Connection: close may end with the connection (RFC 9112 §6.3)',
    when: ({ message }) => message.head?.fields.some((f) => f.key === 'connection') === true,
  },
  {
    kind: /^-|twice$/,
    reason: 'a field that neither frames a message nor names its host may be there or not',
    when: (m) => !/host|content-length|transfer-encoding/.test(m.kind),
  },
  {
    kind: /^content-length twice$/,
    reason: 'equal lengths count as one (RFC 9110 §8.6)',
  },
  {
    kind: /content-length$|^length [+-]1$|^\+transfer-encoding$/,
    reason:
      'no body comes with an answer to HEAD, 204 or 304, whatever its length would be; a request of length 0 has none',
    when: ({ message }) => message.body.ends === 'none' || message.body.from === message.body.to,
  },
  {
    kind: /^length \+1$|^body -1$/,
    reason: 'the octet that is missing may still come: the flow ends before',
  },
  {
    kind: /^body \+1$/,
    reason: 'an octet behind a request may begin the next one',
    when: (m) => !isResponse(m),
  },
  { kind: /^status (?:204|100)$/, reason: 'a response without a body may have any status', when: hasNoBody },
];

/** Changes that are wrong only by what comes behind them: the finding stands on a line below. */
const LATER: readonly Reason[] = [
  {
    kind: /^length \+1$|^body -1$/,
    reason: 'an octet is missing once another message, or the end, comes in its place',
  },
  { kind: /^version 1\.0$/, reason: 'a request behind one that did not keep the connection' },
  { kind: /^\+connection: close$/, reason: 'a request behind the last one' },
  { kind: /^status (?:204|100)$/, reason: 'the request is, or is not, answered by it', when: hasNoBody },
  { kind: /^field without colon$|^status of|^version without/, reason: 'the line holds only the first of its message' },
];

/** Changes of which the right reading is not known, so that a second message may not fit. */
const CASCADES: readonly Reason[] = [
  { kind: /^status 100$/, reason: 'an interim response answers nothing' },
  { kind: /^status 204$/, reason: 'a final response in place of an interim one answers the request', when: hasNoBody },
  { kind: /^\+transfer-encoding$/, reason: 'chunks go before the length (RFC 9112 §6.3), and do not come' },
  { kind: /^status of|^version without/, reason: 'whether the response was an interim one is not known' },
  { kind: /^\+connection: close$|^version 1\.0$/, reason: 'as many requests as come behind it' },
];

function isResponse({ message }: MessageMutant): boolean {
  return message.kind === 'response';
}

function hasNoBody({ message }: MessageMutant): boolean {
  return message.body.from === message.body.to;
}

const reasonFor = (list: readonly Reason[], m: MessageMutant): Reason | undefined =>
  list.find((r) => r.kind.test(m.kind) && (r.when?.(m) ?? true));

const show = (m: MessageMutant): string =>
  `${m.flow}:${m.line} ${m.kind}: ${m.text.slice(0, 200)}\n    found ${[...m.here, ...m.later].map((f) => `${f.line + 1} ${f.rule}`).join(', ')}`;

describe('flows of the HTTP shelf with one field of one message changed', () => {
  let all: MessageMutant[] = [];
  before(() => {
    all = libraryFlows()
      .filter((f) => f.theme === 'http')
      .flatMap((f) => messageMutants(f, WHOLE ? 1 : 10));
  });

  it('are found on the changed line, but for those that the standards allow', function () {
    const here = all.filter((m) => m.here.length > 0);
    const later = all.filter((m) => m.here.length === 0 && m.later.length > 0);
    const legal = all.filter((m) => m.here.length + m.later.length === 0);
    assert.ok(all.length >= share(800));
    this.runnable().title += `: ${all.length} mutants, ${here.length} found there, ${later.length} below, ${legal.length} legal`;
    assert.deepEqual(legal.filter((m) => reasonFor(LEGAL, m) === undefined).map(show), []);
    assert.deepEqual(later.filter((m) => reasonFor(LATER, m) === undefined).map(show), []);
  });

  it('are found once', () => {
    assert.deepEqual(all.filter((m) => m.here.length > 1).map(show), []);
    const again = all.filter((m) => m.here.length > 0 && m.later.length > 0);
    assert.deepEqual(again.filter((m) => reasonFor(CASCADES, m) === undefined).map(show), []);
  });
});
