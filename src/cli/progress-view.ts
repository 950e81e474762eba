import type { ProgressEvent } from '../model/progress.js';
import { progressLine } from '../report/progress.js';
import type { OutputStream } from './io.js';

/** Shows how a run goes on. */
export interface ProgressView {
  show(event: ProgressEvent): void;
  /** Leaves the last line whole. */
  end(): void;
}

/** On a terminal the phase is a line that is written over; elsewhere only whole lines, and none for every phase. */
export function progressView(stream: OutputStream): ProgressView {
  let transient = false;
  const clear = () => {
    if (transient) stream.write('\r\u001b[K');
    transient = false;
  };
  return {
    show(event) {
      const line = progressLine(event);
      if (event.kind !== 'phase') {
        clear();
        stream.write(`${line}\n`);
      } else if (stream.isTTY) {
        stream.write(`\r\u001b[K${line.slice(0, stream.columns - 1)}`);
        transient = true;
      }
    },
    end: clear,
  };
}
