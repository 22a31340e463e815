import type { Table } from '../table';

/** The library of flows. */
export const library = {
  'library/theme/opening': 'Opening a connection',
  'library/theme/opening-trouble': 'When opening goes wrong',
  'library/theme/data': 'Sending data',
  'library/theme/closing': 'Closing a connection',
  'library/theme/closing-trouble': 'When closing goes wrong',
  'library/theme/attacks': 'Numbers and attackers',
  'library/theme/mistakes': 'Mistakes that articles make',
  'library/open': 'Open the flow',
  'library/choose': 'What do you want to see?',
  'library/choose-pair': 'Which two flows do you want to see side by side?',
  'library/missing': 'The library has no flow “{id}”.',
  'library/step': '▶ Step forward',
  'library/related': 'What if…?',
  'library/compare': 'Compare with “{title}”',
  'library/copy': 'Copy to my workspace',
  'library/done': 'solved',
  'library/progress': '{done} of {all} solved',
  'library/solved': 'Solved: {title}. Every line now says what TCP does.',
  'library/all-solved': 'Solved: {title}. That was the last one: all exercises are done.',
  'library/next-exercise': 'Next exercise',
} as const satisfies Table;
