import { type Command, Option } from 'commander';
import { type FlagTable, isRepeatable, spelling } from '../../plan/flags/flag.js';
import type { Given } from '../../plan/flags/read-flags.js';

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/**
 * Makes a command's options of its table, under its headings. What the table does not know is let through: it is told
 * together with all that is wrong with the rest (`givenTo`).
 */
export function addFlags(command: Command, table: FlagTable): Command {
  for (const [key, flag] of Object.entries(table)) {
    const { value, help, otherwise, group } = flag;
    const words = value === undefined ? spelling(key, flag) : `${spelling(key, flag)} ${value}`;
    const option = new Option(words, otherwise === undefined ? help : `${help} (default: ${otherwise})`);
    command.addOption((isRepeatable(flag) ? option.argParser(collect) : option).helpGroup(`${group}:`));
  }
  return command.allowUnknownOption().allowExcessArguments();
}

function isUnanswered(word = ''): boolean {
  return word.startsWith('-') && !word.includes('=');
}

/** What the user gave to a command that takes so many words that are no flags. Nothing of it has been checked. */
export function givenTo(command: Command, maxOperands: number): Given {
  const operands: string[] = [];
  const unexpected: string[] = [];
  for (const [index, word] of command.args.entries()) {
    const [flag = ''] = word.split('=');
    if (word.startsWith('-')) unexpected.push(flag);
    else if (isUnanswered(command.args[index - 1]))
      continue; // It was meant for an unknown flag.
    else if (operands.length < maxOperands) operands.push(word);
    else unexpected.push(word);
  }
  const written = Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === 'cli');
  return { operands, flags: Object.fromEntries(written), unexpected };
}
