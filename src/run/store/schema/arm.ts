import { z } from 'zod';
import type { Arm, GitSource, Launch, ProgramSpec, Source } from '../../../model/arm.js';
import type { Target } from '../../../model/target.js';
import { facts, oneKindOf, textByName, texts } from './facts.js';

const source = oneKindOf<Source, 'kind'>('kind', {
  folder: facts<Extract<Source, { kind: 'folder' }>>({ kind: z.literal('folder'), path: z.string() }),
  git: facts<GitSource>({
    kind: z.literal('git'),
    repository: z.string(),
    within: z.string(),
    reference: z.string().optional(),
    commit: z.string(),
    dependencies: facts<NonNullable<GitSource['dependencies']>>({
      reference: z.string().optional(),
      commit: z.string(),
    }).optional(),
    carry: texts,
    build: z.string().optional(),
  }),
});

const launched = {
  source,
  command: texts,
  workingDirectory: z.string().optional(),
  nodeBinary: z.string().optional(),
  nodeArguments: texts,
};

export const launch = facts<Launch>(launched);

export const arm = facts<Arm>({ ...launched, name: z.string(), setting: z.string().optional(), env: textByName });

export const target = facts<Target>({
  env: textByName,
  measuredEnv: textByName.optional(),
  ready: facts<Target['ready']>({ path: z.string(), status: z.number() }),
  readyTimeoutMs: z.number(),
  seed: facts<ProgramSpec>({ command: texts, env: textByName }).optional(),
  queryChannel: z.string().optional(),
  poolChannel: z.string().optional(),
});
