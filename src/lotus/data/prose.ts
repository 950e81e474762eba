import type { Random } from './random.js';

/**
 * Sentences about videos from a grammar of several hundred words. Real descriptions repeat words and not sentences, so
 * these compress about as well as real text does; a list of fixed sentences would make compression look far too good.
 */
export const topics = words(
  'travel cooking music science history nature sports gaming fashion education comedy technology gardening photography architecture wildlife cycling painting astronomy woodworking sailing climbing robotics chess pottery dance cinema economics medicine languages',
);
const nouns = words(
  'city river forest harbour kitchen workshop railway mountain desert island market festival orchestra garden glacier library stadium lighthouse vineyard canyon bakery observatory village theatre reef castle factory airport bridge meadow studio museum tunnel quarry orchard ferry cathedral pavement attic cellar balcony staircase chimney lantern violin notebook compass engine telescope microscope ladder blanket window mirror basket carpet bicycle tractor balloon submarine rocket satellite antenna battery circuit recipe sandwich pumpkin cinnamon coffee teapot thunderstorm blizzard eclipse earthquake volcano waterfall shoreline peninsula plateau swamp prairie glove helmet jacket sweater umbrella suitcase passport ticket calendar dictionary newspaper photograph portrait sculpture melody rhythm chorus silence shadow fog harvest winter afternoon midnight century decade election harvest treaty harbourmaster apprentice grandmother neighbour stranger champion volunteer scientist mechanic librarian',
);
const adjectives = words(
  'quiet hidden ancient modern colourful forgotten crowded remote bright stormy gentle curious famous ordinary strange beautiful narrow golden frozen restless humble daring patient electric wooden silent endless local northern southern eastern western abandoned absurd accidental ambitious awkward bitter brilliant broken careful cheap clever clumsy complicated crooked dangerous delicate dusty elegant empty enormous expensive faithful fragile generous gloomy grateful handmade heavy honest hungry impossible invisible jealous lonely loud lucky magnetic massive mysterious nervous noisy painful peaceful peculiar playful portable precious private reluctant reliable rough rusty serious shallow shiny slippery smooth stubborn sudden suspicious temporary tiny transparent unexpected unfinished useful vertical weird wild',
);
const verbs = words(
  'explores rebuilds films describes crosses restores measures paints remembers compares discovers photographs explains repairs follows protects visits records maps celebrates abandons admires answers borrows buries carries chases collects copies decorates defends designs dismantles doubts drags draws earns examines exchanges forgives guards hides imagines improves inherits inspects interrupts invents judges launches loses marries mixes moves names notices paddles polishes postpones predicts promises questions recycles refuses rescues sells sharpens shares sketches steals studies swaps tests translates trusts untangles uncovers warns weighs wraps',
);
const adverbs = words(
  'slowly carefully barely almost never finally suddenly quietly secretly proudly eagerly rarely usually twice nearly deliberately cheerfully stubbornly politely accidentally patiently honestly brilliantly awkwardly gladly',
);
const prepositions = words(
  'behind beneath beyond beside across against along among around before despite during inside near opposite outside through towards under without within above after between',
);
const connectives = [
  'while',
  'because',
  'although',
  'and',
  'but',
  'so',
  'until',
  'just as',
  'long before',
  'as if',
  'even though',
  'unless',
];
const firstNames = words(
  'Ada Bruno Clara Dmitri Elena Farid Greta Hugo Ines Jonas Keiko Lucia Mateo Nora Oscar Priya Quentin Rosa Samir Tessa Umar Vera Wanda Xavier Yusuf Zoe Amara Boris Chidi Dalia Emre Freya Goran Hana Idris Jana',
);
const lastNames = words(
  'Almeida Bauer Castillo Dubois Eriksen Fischer Garcia Haddad Ivanov Jansen Kimura Larsen Moreau Novak Okafor Petrov Quinn Rossi Schmidt Tanaka Ueda Vargas Weber Xu Young Zimmer Abara Bianchi Cohen Dimitrov Evans Fontaine Grigorescu',
);

function words(text: string): string[] {
  return text.split(' ');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `the rusty telescope`, `a crooked staircase of the museum`, `37 lanterns`. */
function thing(random: Random): string {
  const noun = `${random.pick(adjectives)} ${random.pick(nouns)}`;
  switch (random.below(4)) {
    case 0:
      return `${2 + random.below(98)} ${noun}s`;
    case 1:
      return `${random.pick(firstNames)}'s ${noun}`;
    case 2:
      return `a ${noun} of the ${random.pick(nouns)}`;
    default:
      return `the ${noun}`;
  }
}

function clause(random: Random): string {
  const who = random.below(2) === 0 ? personName(random) : thing(random);
  return `${who} ${random.pick(adverbs)} ${random.pick(verbs)} ${thing(random)} ${random.pick(prepositions)} the ${random.pick(nouns)}`;
}

/** One sentence. */
export function sentence(random: Random): string {
  switch (random.below(3)) {
    case 0:
      return `${capital(clause(random))}.`;
    case 1:
      return `${capital(clause(random))}, ${random.pick(connectives)} ${clause(random)}.`;
    default:
      return `In ${1900 + random.below(125)} ${clause(random)}; ${clause(random)}.`;
  }
}

/** Several sentences. */
export function paragraph(random: Random, least: number, most: number): string {
  return Array.from({ length: least + random.below(most - least + 1) }, () => sentence(random)).join(' ');
}

/** A title, its topic first among the words. */
export function title(random: Random, topic: string): string {
  return `${capital(topic)}: ${random.pick(adjectives)} ${random.pick(nouns)} ${random.pick(prepositions)} the ${random.pick(nouns)}`;
}

export function personName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}
