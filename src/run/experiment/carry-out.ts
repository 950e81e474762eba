import type { Step } from '../../model/experiment.js';
import type { StepContext } from './bench.js';
import { closed } from './steps/closed.js';
import { compareAnswers } from './steps/compare-answers.js';
import { endServer } from './steps/end-server.js';
import { memory } from './steps/memory.js';
import { outage } from './steps/outage.js';
import { program } from './steps/program.js';
import { series } from './steps/series.js';
import { setLink } from './steps/set-link.js';
import { stalledClients } from './steps/stalled-clients.js';
import { start } from './steps/start.js';
import { stop } from './steps/stop.js';
import { turns } from './steps/turns.js';

/** Does what a step says, with every arm. What fails of one arm is its own; rejects for faults of the bench. */
export function carryOut(step: Step, context: StepContext): Promise<void> {
  switch (step.kind) {
    case 'start':
      return start(step, context);
    case 'compare-answers':
      return compareAnswers(context);
    case 'stop':
      return stop(context);
    case 'turns':
      return turns(step, context);
    case 'closed':
      return closed(step, context);
    case 'set-link':
      return setLink(step, context);
    case 'memory':
      return memory(step, context);
    case 'outage':
      return outage(step, context);
    case 'stalled-clients':
      return stalledClients(step, context);
    case 'end-server':
      return endServer(step, context);
    case 'program':
      return program(step, context);
    case 'series':
      return series(step, context);
  }
}
