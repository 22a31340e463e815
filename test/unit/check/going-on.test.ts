import { holds } from './expecting';
import { flowsIn } from './table';

describe('after a mistake', () => {
  for (const flow of flowsIn('going-on.tcpflow')) {
    it(flow.id.replaceAll('-', ' '), () => holds(flow.text));
  }
});
