/**
 * Sets the seed of property tests: always the same, so that a commit gives one result. `TCPFLOW_SEED=42 npm run
 * test:unit` uses another seed, `TCPFLOW_SEED=any` a new one in each run.
 */
import fc from 'fast-check';

const wanted = process.env.TCPFLOW_SEED ?? '1981';
if (wanted !== 'any') {
  fc.configureGlobal({ seed: Number(wanted) });
}
