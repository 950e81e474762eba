import { benchEmbeddedMongo } from './embedded-mongo.js';
import { benchHelp } from './help.js';
import { benchLink } from './link.js';
import { benchLoad } from './load.js';
import { benchLotusRoutes } from './lotus-routes.js';
import { benchWorlds } from './worlds.js';

/**
 * `npm run bench [name…]`: what is claimed of lotus-bench itself, measured. Ratios within one run; let nothing else run
 * meanwhile.
 */
const benches = {
  help: benchHelp,
  link: benchLink,
  load: benchLoad,
  'embedded-mongo': benchEmbeddedMongo,
  'lotus-routes': benchLotusRoutes,
  worlds: benchWorlds,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  await bench((line) => console.log(line));
}
