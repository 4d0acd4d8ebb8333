/** Steps that put things right again, last one first: at the end, after a failure, and when somebody presses Ctrl-C. */
export function cleanUp() {
  const steps = [];
  let running = null;
  const state = { aborted: false, add: (step) => void steps.push(step), run: () => (running ??= undo(steps)) };
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    process.on(signal, async () => {
      if (state.aborted) return;
      state.aborted = true;
      console.error('stopping: containers, networks and settings of this run are taken away');
      await state.run();
      process.exit(code);
    });
  }
  return state;
}

async function undo(steps) {
  for (const step of steps.reverse()) {
    try {
      await step();
    } catch (error) {
      console.error(`not taken away: ${error.message}`);
    }
  }
}
