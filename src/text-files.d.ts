/** Files that the bundler puts into the program as text. */

declare module '*.tcpflow' {
  const text: string;
  export default text;
}

declare module '*.md' {
  const text: string;
  export default text;
}
