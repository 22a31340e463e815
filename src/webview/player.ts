/** Plays the flow step by step at a constant pace. */

/** Milliseconds per step. */
const PACE = 900;

export interface Player {
  toggle(): void;
  pause(): void;
}

export function createPlayer(show: {
  readonly next: () => void;
  readonly restart: () => void;
  readonly atEnd: () => boolean;
  readonly playing: (on: boolean) => void;
}): Player {
  let timer = 0;

  function pause(): void {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    show.playing(false);
  }

  function tick(): void {
    if (show.atEnd()) {
      pause();
      return;
    }
    show.next();
    timer = window.setTimeout(tick, PACE);
  }

  return {
    pause,
    toggle() {
      if (timer !== 0) {
        pause();
        return;
      }
      if (show.atEnd()) show.restart();
      else show.next();
      timer = window.setTimeout(tick, PACE);
      show.playing(true);
    },
  };
}
