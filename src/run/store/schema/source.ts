import { z } from 'zod';
import type { CheckoutFacts, CheckoutStep, PackageManager, SourceProblem } from '../../../model/source.js';
import { among, facts, type KindIn, oneKindOf, texts } from './facts.js';

const packageManager = among<PackageManager>({ npm: true, pnpm: true, yarn: true });
const step = among<CheckoutStep>({ checkout: true, submodules: true, install: true, build: true });

export const checkoutFacts = facts<CheckoutFacts>({
  commit: z.string(),
  changedFiles: z.number().optional(),
  leftBehind: texts,
  packageManager: packageManager.optional(),
  lockSha256: z.string().optional(),
  dependencies: among<CheckoutFacts['dependencies']>({ none: true, cached: true, installed: true, unlocked: true }),
  build: z.string().optional(),
});

const inFolder = <Kind extends 'no-repository' | 'no-folder' | 'no-commit' | 'foreign-owner'>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), folder: z.string() });

export const sourceProblem = oneKindOf<SourceProblem, 'kind'>('kind', {
  'no-git': facts<KindIn<SourceProblem, 'no-git'>>({ kind: z.literal('no-git') }),
  'no-repository': inFolder('no-repository'),
  'no-folder': inFolder('no-folder'),
  'no-commit': inFolder('no-commit'),
  'foreign-owner': inFolder('foreign-owner'),
  'unknown-reference': facts<KindIn<SourceProblem, 'unknown-reference'>>({
    kind: z.literal('unknown-reference'),
    reference: z.string(),
    known: texts,
    shallow: z.boolean(),
  }),
  'no-ancestor': facts<KindIn<SourceProblem, 'no-ancestor'>>({
    kind: z.literal('no-ancestor'),
    good: z.string(),
    bad: z.string(),
  }),
  'no-package-manager': facts<KindIn<SourceProblem, 'no-package-manager'>>({
    kind: z.literal('no-package-manager'),
    manager: packageManager,
    lockFile: z.string(),
  }),
  'missing-file': facts<KindIn<SourceProblem, 'missing-file'>>({
    kind: z.literal('missing-file'),
    file: z.string(),
    folder: z.string(),
  }),
  'step-failed': facts<KindIn<SourceProblem, 'step-failed'>>({
    kind: z.literal('step-failed'),
    step,
    reference: z.string(),
    command: z.string(),
    exitCode: z.number().optional(),
    output: texts,
  }),
});
