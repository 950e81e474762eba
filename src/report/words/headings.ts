/** Headings and captions that are more than the name of a column. */
export const headings = {
  otherMetrics: 'All other metrics',
  differences: 'What was compared',
  conditions: 'How it was measured',
  reproduce: 'Reproduce this run',
  series: 'In the course of time',
  sameRun: 'The same order, data and load:',
  databases: 'Databases, in the order of --db auto (* it takes)',
} as const;
