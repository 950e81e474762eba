/** What the machine is like, for those who tell the user about it. */
export { pinningGround } from '../rig/machine/pinning-ground.js';
export { readMachine } from '../rig/machine/read-machine.js';
