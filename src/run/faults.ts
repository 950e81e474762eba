/** What can keep a run from starting, for those who tell the user about it. */
export { DatabaseError, RigError } from '../rig/error.js';
export { ResumeError } from './resume-error.js';
