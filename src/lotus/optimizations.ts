/**
 * What an optimization can be set to: as the report says it was, as today's defaults are, as the report says it is now.
 */
export const optimizationSettings = ['before', 'default', 'after'] as const;
export type OptimizationSetting = (typeof optimizationSettings)[number];

/** The report's thirteen optimizations, by the module that each lives in. */
export const optimizationIds = [
  'logger-buffering',
  'logger-prefixes',
  'logger-banner',
  'database-pooling',
  'database-compression',
  'database-reconnection',
  'routes-lazy',
  'health-cache',
  'server-keep-alive',
  'server-timeouts',
  'services-parallel',
  'services-timeout',
  'bootstrap-listeners',
] as const;
export type OptimizationId = (typeof optimizationIds)[number];

export type Optimizations = Readonly<Record<OptimizationId, OptimizationSetting>>;

/** The two or three variants of one idea, side by side. */
export type Variants<T> = Readonly<Record<OptimizationSetting, T>>;

function isSetting(word: string): word is OptimizationSetting {
  return (optimizationSettings as readonly string[]).includes(word);
}

function isId(word: string): word is OptimizationId {
  return (optimizationIds as readonly string[]).includes(word);
}

/** How many letter pairs two names share: enough to find what a mistyped one meant (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [x, y] = [pairs(a), pairs(b)];
  return (2 * [...x].filter((pair) => y.has(pair)).length) / (x.size + y.size || 1);
}

function nearestId(word: string): string {
  return optimizationIds.toSorted((a, b) => likeness(b, word) - likeness(a, word))[0] ?? '';
}

/**
 * Reads `after`, or `before,health-cache=after`: a setting for all, then single ones.
 *
 * Gives the optimizations, or every mistake in the text, each naming what was most likely meant.
 */
export function readOptimizations(
  text: string,
): { readonly optimizations: Optimizations } | { readonly mistakes: readonly string[] } {
  const [base = '', ...turns] = text.split(',').map((part) => part.trim());
  const mistakes: string[] = [];
  const check = (word: string): OptimizationSetting => {
    if (isSetting(word)) return word;
    mistakes.push(`"${word}" is not one of ${optimizationSettings.join(', ')}`);
    return 'default';
  };
  const settings = Object.fromEntries(optimizationIds.map((id) => [id, base])) as Record<
    OptimizationId,
    OptimizationSetting
  >;
  check(base);
  for (const turn of turns) {
    const [id = '', setting = ''] = turn.split('=');
    if (isId(id)) settings[id] = check(setting);
    else mistakes.push(`no optimization is named "${id}"; did you mean ${nearestId(id)}?`);
  }
  return mistakes.length > 0 ? { mistakes } : { optimizations: settings };
}
