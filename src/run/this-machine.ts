/** What this machine is, for those who may not reach into the rig. */
export { hostFacts } from '../rig/host.js';
