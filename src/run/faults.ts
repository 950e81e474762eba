/** What can keep a run from starting or from going on, for those who tell the user about it. */
export { DatabaseError, RigError, SetupError } from '../rig/error.js';
export { BudgetError } from './pilot/budget-error.js';
export { ResumeError } from './resume-error.js';
export { FolderInUseError } from './store/folder-lock.js';
export { RecordError, type RecordProblem } from './store/read-record.js';
export { StoreError } from './store/store.js';
