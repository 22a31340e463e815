/** Text of packet analysers, as capture files. */
export { type Analyser, type Pasted, pasted } from './pasted';
