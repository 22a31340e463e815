/** Captures as a part of its own, loaded when one is opened or written: what its door opens to. */
export * as door from './capture';
