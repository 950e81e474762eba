import { armsOf, type ClaimsPart, counted, lower } from './part.js';

export const loggerBanner: ClaimsPart = {
  experiments: [
    {
      id: 'banner',
      title: 'writes of a start',
      arms: armsOf('logger-banner'),
      env: {},
      links: [],
      rounds: counted,
      roundSeconds: 2,
      steps: [{ kind: 'start', as: 'start' }],
    },
  ],
  claims: [
    {
      id: 'logger-banner',
      group: 'optimization',
      title: 'the banner is written at once',
      lines: [
        {
          what: 'write calls of the banner alone',
          value: 'logger/log.bannerWrites',
          unit: 'count',
          promise: lower(1 / 15),
          promised: '15x fewer',
        },
        {
          what: 'write calls of a whole start',
          value: 'banner/start.outputWrites',
          counted: true,
          unit: 'count',
          promise: lower(1 / 15),
          promised: '15x fewer',
          note: 'the services write a line each, whichever way the banner is written',
        },
      ],
    },
  ],
};
