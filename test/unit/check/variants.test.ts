import { holds } from './expecting';
import { flowsIn } from './table';

describe('variants of TCP', () => {
  for (const flow of flowsIn('variants.tcpflow'))
    it(flow.id, () => {
      holds(flow.text);
    });
});
