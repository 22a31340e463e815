import type { Table } from '../table';

/** The page of a rule, and the spaces that rules belong to. */
export const pages = {
  'space/tcp': 'A rule on TCP segments',
  'space/http1': 'A rule on HTTP/1 messages',
  'space/h2': 'A rule on HTTP/2',
  'space/tls': 'A rule on TLS',
  'space/tls12': 'A rule on TLS 1.2',
  'space/tls13': 'A rule on TLS 1.3',
  'space/flow': 'A rule on the flow as it is written',
  'space/syntax': 'A rule on the text',

  'page/level': '**Level**: {level}',
  'page/source': '**Source**: {source}',
  'page/example': 'Example',
  'page/said': 'About line {line}:',
  'page/right': 'Right is:',
  'page/meant': 'On purpose',
  'page/violates':
    'A segment that breaks the rule on purpose says so. Then it is played as it is written, and nothing is reported:',

  'source/step': 'step {n}',
  'source/steps': 'steps {n}',
  'source/group': 'group {n}',
  'source/groups': 'groups {n}',
  'source/figure': 'figure {n}',
  'source/errata': 'errata {n}',
  'source/and': '{n} and {m}',
  'source/comma': ', ',
  'source/semicolon': '; ',
  'report/flow-case': 'the flow itself',
} as const satisfies Table;
