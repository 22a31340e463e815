import { readdirSync } from 'node:fs';
import { holds } from './expecting';
import { flowsIn } from './table';

/**
 * Odd and rare, each with a verdict that was worked out from the standard before the checker was asked: legal oddities
 * on which it must say nothing, and slips that it must find at their line.
 */
describe('corners of the standard', () => {
  for (const file of readdirSync('test/fixtures/flows/corners')) {
    describe(file.replace('.tcpflow', ''), () => {
      for (const flow of flowsIn(`corners/${file}`)) it(flow.id, () => holds(flow.text));
    });
  }
});
