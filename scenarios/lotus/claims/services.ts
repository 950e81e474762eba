import { armsOf, atLeast, type ClaimsPart, lower } from './part.js';

const hangs = '#!/bin/sh\nexec sleep 3600\n';

export const services: ClaimsPart = {
  experiments: [
    {
      id: 'services',
      title: 'three services of a second',
      arms: armsOf('services-parallel'),
      env: { LOTUS_SERVICE_DELAY_MS: '1000' },
      links: [],
      rounds: { quick: 6, standard: 6, deep: 12 },
      roundSeconds: 6,
      steps: [{ kind: 'start', as: 'start' }],
    },
    {
      id: 'hanging',
      title: 'an FFmpeg that never answers',
      arms: armsOf('services-timeout'),
      env: { LOTUS_FFMPEG: '{folder}/hanging-ffmpeg', LOTUS_TIMEOUT_SCALE: '0.2' },
      programs: { 'hanging-ffmpeg': hangs },
      links: [],
      rounds: { quick: 4, standard: 10, deep: 30 },
      roundSeconds: 6,
      steps: [{ kind: 'start', as: 'start', mayFail: { withinMs: 4000 } }],
    },
  ],
  claims: [
    {
      id: 'services-parallel',
      group: 'optimization',
      title: 'services are started side by side',
      lines: [
        {
          what: 'time until all services are ready',
          condition: '3 services of 1 s',
          value: 'services/start.servicesMs',
          unit: 'ms',
          promise: lower(1 / 3),
          promised: '3 to 1 s',
          smallest: 0.1,
          note: 'the work of the services is in it, beside the second that each waits',
        },
      ],
    },
    {
      id: 'services-timeout',
      group: 'optimization',
      title: 'a service that hangs is given up after 3 s',
      lines: [
        {
          what: 'starts that came up',
          condition: 'an FFmpeg that never answers',
          value: 'hanging/start.ready',
          unit: 'share',
          promise: atLeast('after', 1),
          promised: 'always; 99.9 % of starts',
          note: 'given up after 0.6 s here, a fifth of the 3 s; 99.9 % could only be shown by thousands of starts',
        },
      ],
    },
  ],
};
