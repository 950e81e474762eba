/** What each exit code means to a script. */
export const exitCodes = {
  passed: 0,
  internalFault: 1,
  badUsage: 2,
  regressed: 3,
  undecided: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
