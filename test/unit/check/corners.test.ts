import { readdirSync } from 'node:fs';
import { holds } from './expecting';
import { flowsIn } from './table';

/**
 * Rare cases. Each verdict was derived from the standard before the checker was run: legal cases without findings, and
 * mistakes with a finding on their line.
 */
describe('corners of the standard', () => {
  for (const file of readdirSync('test/fixtures/flows/corners')) {
    describe(file.replace('.tcpflow', ''), () => {
      for (const flow of flowsIn(`corners/${file}`)) it(flow.id, () => holds(flow.text));
    });
  }
});
