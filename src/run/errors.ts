/** What can keep a run from starting or from going on: the errors that it rejects with. */
export { DatabaseError, RigError, SetupError } from '../rig/rig-error.js';
export { SourceError } from '../source/commands.js';
export { BudgetError } from './pilot/budget-error.js';
export { ResumeError } from './resume-error.js';
export { RecordError, type RecordProblem } from './store/read-record.js';
export { StoreError } from './store/store-error.js';
