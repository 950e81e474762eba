import type { CommanderError } from 'commander';

/** What commander found wrong, in the form of every other mistake: `--seed: …`. */
export function mistakeText({ code, message }: CommanderError): string {
  const [, name = ''] = /'([^' ]+)[^']*'/.exec(message) ?? [];
  const [, meant] = /\(Did you mean ([^?]+)\?\)/.exec(message) ?? [];
  const remedy = meant === undefined ? 'see lotus-bench --help' : `did you mean ${meant}?`;
  switch (code) {
    case 'commander.optionMissingArgument':
      return `${name}: needs a value after it (lotus-bench <command> --help)`;
    case 'commander.unknownOption':
      return `${name}: no such flag; ${remedy}`;
    case 'commander.unknownCommand':
      return `${name}: no such command; ${remedy}`;
    default:
      return message.replace(/^error: /, '');
  }
}
