/** What the machine is like, for those who tell the user about it. */
export { readMachine } from '../rig/machine/read-machine.js';
