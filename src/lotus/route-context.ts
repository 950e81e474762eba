import type { Database } from './config/database.js';
import type { Settings } from './settings.js';

/** What every route module gets. */
export interface RouteContext {
  readonly settings: Settings;
  readonly database: Database;
}
