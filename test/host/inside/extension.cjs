/**
 * The end of the page tests inside VS Code's extension host (see ../inside.mjs): an extension of its own, which runs the functions
 * that it is sent. What is only preparation, and no part of what a test shows, is done this way, and what cannot be seen in
 * the window is asked.
 */
const { connect } = require('node:net');
const { env } = require('node:process');
const { createInterface } = require('node:readline');
const { runInThisContext } = require('node:vm');
const vscode = require('vscode');

async function answerTo({ text, args }) {
  try {
    return { result: await runInThisContext(`(${text})`)(vscode, ...args) };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

exports.activate = () => {
  const socket = connect(env.TCPFLOW_TESTS);
  createInterface({ input: socket }).on('line', async (line) => {
    const call = JSON.parse(line);
    socket.write(`${JSON.stringify({ call: call.call, ...(await answerTo(call)) })}\n`);
  });
};
