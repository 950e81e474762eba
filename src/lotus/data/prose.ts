import type { Random } from './random.js';

/**
 * Sentences about videos from a grammar with a few hundred words. Real descriptions repeat words and not sentences, so
 * these compress about as well as real text does; a list of fixed sentences would make compression look far too good.
 */
const subjects =
  'city,river,forest,harbour,kitchen,workshop,railway,mountain,desert,island,market,festival,orchestra,garden,glacier,library,stadium,lighthouse,vineyard,canyon,bakery,observatory,village,theatre,reef,castle,factory,airport,bridge,meadow,studio,museum'.split(
    ',',
  );
export const topics =
  'travel,cooking,music,science,history,nature,sports,gaming,fashion,education,comedy,technology,gardening,photography,architecture,wildlife,cycling,painting,astronomy,woodworking,sailing,climbing,robotics,chess,pottery,dance,cinema,economics,medicine,languages'.split(
    ',',
  );
const adjectives =
  'quiet,hidden,ancient,modern,colourful,forgotten,crowded,remote,bright,stormy,gentle,curious,famous,ordinary,strange,beautiful,narrow,golden,frozen,restless,humble,daring,patient,electric,wooden,silent,endless,local,northern,southern,eastern,western'.split(
    ',',
  );
const people =
  'a retired engineer,two sisters,a young chef,the old captain,our neighbours,a group of students,a travelling photographer,the head gardener,an amateur astronomer,a street musician,three friends,the night watchman,a patient teacher,the local historian,a former champion,an apprentice carpenter'.split(
    ',',
  );
const verbs =
  'explores,rebuilds,films,describes,crosses,restores,measures,paints,remembers,compares,discovers,photographs,explains,repairs,follows,protects,visits,records,maps,celebrates'.split(
    ',',
  );
const details =
  'before the first train leaves,with nothing but a notebook,after years of planning,while the tide is out,in the middle of winter,under a borrowed tent,without any special equipment,for the very first time,against all advice,with help from strangers,at half past four in the morning,during the longest day of the year,on a shoestring budget,between two thunderstorms,as the lights go out,in front of a live audience'.split(
    ',',
  );
const openings =
  "In this episode,This time,Along the way,Halfway through,Towards the end,To everyone's surprise,On the second day,As always,For once,Back home,By sunset,Much later".split(
    ',',
  );
const remarks =
  'the sound was recorded on location,subtitles are available in nine languages,the full recipe is linked below,no animals were disturbed,the map is free to download,every question from last week gets an answer,the old footage comes from a family archive,the costs are listed at the end,the experiment was repeated four times,the weather changed the plan twice,part two follows next month,the music was written for this film'.split(
    ',',
  );

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const noun = (random: Random) => `the ${random.pick(adjectives)} ${random.pick(subjects)}`;

const shapes: readonly ((random: Random) => string)[] = [
  (random) => `${random.pick(people)} ${random.pick(verbs)} ${noun(random)} ${random.pick(details)}`,
  (random) =>
    `${random.pick(openings)}, ${random.pick(people)} ${random.pick(verbs)} ${noun(random)}, and ${random.pick(remarks)}`,
  (random) =>
    `${noun(random)} has ${2 + random.below(97)} ${random.pick(adjectives)} corners, and ${random.pick(people)} ${random.pick(verbs)} ${1 + random.below(30)} of them ${random.pick(details)}`,
  (random) =>
    `what ${random.pick(topics)} and ${random.pick(topics)} have in common becomes clear when ${random.pick(people)} ${random.pick(verbs)} ${noun(random)}`,
  (random) => `${random.pick(remarks)}, filmed near ${noun(random)} in ${1960 + random.below(64)}`,
];

/** One sentence. */
export function sentence(random: Random): string {
  return `${capital(random.pick(shapes)(random))}.`;
}

/** Several sentences. */
export function paragraph(random: Random, least: number, most: number): string {
  return Array.from({ length: least + random.below(most - least + 1) }, () => sentence(random)).join(' ');
}

/** A title, its topic first among the words. */
export function title(random: Random, topic: string): string {
  return `${capital(topic)}: ${random.pick(adjectives)} ${random.pick(subjects)} ${random.pick(details)}`;
}

const firstNames =
  'Ada,Bruno,Clara,Dmitri,Elena,Farid,Greta,Hugo,Ines,Jonas,Keiko,Lucia,Mateo,Nora,Oscar,Priya,Quentin,Rosa,Samir,Tessa,Umar,Vera,Wanda,Xavier,Yusuf,Zoe'.split(
    ',',
  );
const lastNames =
  'Almeida,Bauer,Castillo,Dubois,Eriksen,Fischer,Garcia,Haddad,Ivanov,Jansen,Kimura,Larsen,Moreau,Novak,Okafor,Petrov,Quinn,Rossi,Schmidt,Tanaka,Ueda,Vargas,Weber,Xu,Young,Zimmer'.split(
    ',',
  );

export function personName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}
