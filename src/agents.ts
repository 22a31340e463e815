/** What tools answer, as a part of its own, loaded when a tool is called first: what its door opens to. */
export * as door from './agent';
