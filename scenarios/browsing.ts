import type { Scenario } from '../src/model/scenario.js';
import { lotus } from './lotus/target.js';

const json = { 'content-type': 'application/json' };

/**
 * People who browse a video platform: lists, details, searches, comments, a login now and then, the start of a film.
 */
const browsing: Scenario = {
  ...lotus,
  name: 'browsing',
  description: 'a mix of lists, details, searches, views, comments, logins and range requests on the Lotus server',
  requests: [
    {
      name: 'list',
      weight: 20,
      kind: 'plain',
      method: 'GET',
      path: '/api/videos?page={page}',
      expect: { status: 200, bodyContains: '"page":{page},' },
    },
    {
      name: 'detail',
      weight: 30,
      kind: 'plain',
      method: 'GET',
      path: '/api/videos/{video}',
      expect: { status: 200, bodyContains: '"id":"{video}"' },
    },
    {
      name: 'search',
      weight: 10,
      kind: 'plain',
      method: 'GET',
      path: '/api/videos?search={topic}',
      expect: { status: 200, bodyContains: '"{topic}"' },
    },
    {
      name: 'view',
      weight: 15,
      kind: 'plain',
      method: 'POST',
      path: '/api/videos/{video}/view',
      expect: { status: 200, bodyContains: '"id":"{video}"' },
      // Each view is one more.
      varies: ['views'],
    },
    {
      name: 'comments',
      weight: 15,
      kind: 'plain',
      method: 'GET',
      path: '/api/videos/{video}/comments',
      expect: { status: 200, bodyContains: '"comments":' },
    },
    {
      name: 'login',
      weight: 1,
      kind: 'plain',
      method: 'POST',
      path: '/api/auth/login',
      headers: json,
      body: '{"email":"{user}","password":"lotus-password"}',
      expect: { status: 200, bodyContains: '"token":"' },
      varies: true,
    },
    {
      name: 'range',
      weight: 9,
      kind: 'stream',
      method: 'GET',
      path: '/video/{video}',
      headers: { range: 'bytes={offset}' },
      expect: { status: 206, bodyBytes: 65_536 },
    },
  ],
};

export default browsing;
