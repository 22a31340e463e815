/** HTTP/2 as a part of its own, loaded when a flow needs it first: what its door opens to. */
export * as door from './layers/h2';
