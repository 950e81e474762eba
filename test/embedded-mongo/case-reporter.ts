import type { Reporter, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** How many cases a test went through; one when it does not say. */
    cases?: number;
  }
}

/** Prints at the end how many cases were tried: a random test is one test and a thousand cases. */
export default class CaseReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules)
      for (const test of module.children.allTests()) count[test.result().state] += test.meta().cases ?? 1;
    console.log(`${count.passed} cases passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}
