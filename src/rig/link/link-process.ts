import { Agenda } from './agenda.js';
import { nowMs, startAlarm } from './alarm.js';
import type { FromLink, LinkReading, ToLink } from './commands.js';
import { Listener } from './listener.js';

/** All links of a run in a process of their own: what they cost is told apart from what they carry. */
const alarm = startAlarm(() => agenda.ring());
const agenda = new Agenda(nowMs, alarm);
const links = new Map<string, Listener>();
const tell = (message: FromLink) => void process.send?.(message);

function named(name: string): Listener {
  const link = links.get(name);
  if (!link) throw new RangeError(`there is no link ${name}`);
  return link;
}

function reading(link: Listener): LinkReading {
  const { user, system } = process.cpuUsage();
  return { ...link.read(), processCpuUs: user + system };
}

async function obey(command: ToLink): Promise<Listener> {
  if (command.kind === 'open') {
    const { link: spec } = command;
    if (links.has(spec.name)) throw new RangeError(`there is a link ${spec.name} already`);
    const link = new Listener(spec, agenda);
    await link.listen();
    links.set(spec.name, link);
    return link;
  }
  const link = named(command.name);
  if (command.kind === 'aim') link.aim(command.upstream);
  else if (command.kind === 'set') link.set(command.settings);
  else if (command.kind === 'cut') await link.be(command.cut);
  else if (command.kind === 'heal') await link.be(undefined);
  else if (command.kind === 'close') {
    link.close();
    links.delete(command.name);
  }
  return link;
}

process.on('message', (message: ToLink) => {
  const { id } = message;
  obey(message).then(
    (link) => tell({ kind: 'done', id, port: link.port, reading: reading(link) }),
    (error: Error) => tell({ kind: 'failed', id, message: error.message }),
  );
});
// The bench is gone: there is nobody left to carry for.
process.on('disconnect', () => process.exit());
