/** What a run would go on with is no longer what it began with. Nothing was added to its record. */
export class ResumeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ResumeError';
  }
}
