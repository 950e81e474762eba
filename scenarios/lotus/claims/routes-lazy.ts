import { absolute, armsOf, type ClaimsPart, counted, lower, timed } from './part.js';

const routes = ['detail', 'comments', 'login', 'range'] as const;

export const routesLazy: ClaimsPart = {
  experiments: [
    {
      id: 'lazy',
      title: 'routes that are loaded when they are asked for',
      arms: armsOf('routes-lazy'),
      env: {},
      links: [],
      rounds: { ...timed, quick: 8 },
      roundSeconds: 3,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'memory', as: 'idle' },
        { kind: 'turns', as: 'first', requests: ['comments'], turns: 1 },
        { kind: 'turns', as: 'second', requests: ['comments'], turns: 1 },
        { kind: 'turns', as: 'others', requests: routes, turns: 8 },
        { kind: 'memory', as: 'used' },
      ],
    },
    {
      id: 'modules',
      title: 'files of code that are loaded, against routes that are used',
      arms: armsOf('routes-lazy'),
      env: {},
      links: [],
      rounds: counted,
      roundSeconds: 3,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'memory', as: 'routes0', countModules: true },
        ...routes.flatMap(
          (route, i) =>
            [
              { kind: 'turns', as: route, requests: [route], turns: 1 },
              { kind: 'memory', as: `routes${i + 1}`, countModules: true },
            ] as const,
        ),
      ],
    },
  ],
  claims: [
    {
      id: 'routes-lazy',
      group: 'optimization',
      title: 'routes are loaded at their first request',
      lines: [
        {
          what: 'start-up',
          value: 'lazy/start.readyMs',
          unit: 'ms',
          promise: lower(120 / 200),
          promised: '200 to 120 ms',
        },
        {
          what: 'memory in use after a collection',
          condition: 'before any request',
          value: 'lazy/idle.inUseBytes',
          unit: 'bytes',
          promise: lower(0.7),
          promised: '30 % less',
        },
        {
          what: 'memory in use after a collection',
          condition: 'every route used',
          value: 'lazy/used.inUseBytes',
          unit: 'bytes',
          promise: lower(0.7),
          promised: '30 % less',
        },
        {
          what: 'the first request to a route',
          value: 'lazy/first.latencyUs',
          unit: 'us',
          promise: absolute,
          promised: '5 ms more',
        },
      ],
    },
  ],
};
