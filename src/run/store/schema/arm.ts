import { z } from 'zod';
import type { Arm, Launch, ProgramSpec, Source } from '../../../model/arm.js';
import type { Target } from '../../../model/target.js';
import { facts, textByName, texts } from './facts.js';

const source = facts<Source>({ kind: z.literal('folder'), path: z.string() });

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
});
