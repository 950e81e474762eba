/** What this machine is, for those who may not reach into the rig. */
export { hostFacts } from '../rig/host.js';
export { connectionLimits } from '../rig/machine/limits.js';
export { pinningGround } from '../rig/machine/pinning-ground.js';
export { readMachine } from '../rig/machine/read-machine.js';
