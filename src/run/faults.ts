/** What can keep a run from starting or from going on, for those who tell the user about it. */
export { DatabaseError, RigError } from '../rig/error.js';
export { BudgetError } from './budget-error.js';
export { ResumeError } from './resume-error.js';
