/** What can keep a run from starting or from going on, for those who tell the user about it. */
export { DatabaseError, RigError, SetupError } from '../rig/error.js';
export { BudgetError } from './budget-error.js';
export { FolderInUseError } from './folder-lock.js';
export { ResumeError } from './resume-error.js';
export { StoreError } from './store.js';
