import type { Socket } from 'node:net';
import type { ServerFailure } from '../../model/failure.js';
import type { Answers, FromServer, Heard, HeardOfFile, Question, ToServer } from './report-messages.js';

/** Why a server that runs tells nothing. */
export type Silence = Extract<ServerFailure, { kind: 'server-silent' }>['cause'];

/** A question got no answer: the line was cut, or the process does nothing but something else. */
export class NoAnswerError extends Error {
  readonly silence: Silence;

  constructor(silence: Silence) {
    super(silence.kind);
    this.name = 'NoAnswerError';
    this.silence = silence;
  }
}

interface Waiting {
  resolve(body: never): void;
  reject(error: Error): void;
}

/** The bench's end of the line to one process of a server. */
export class ReportLine {
  readonly #socket: Socket;
  readonly #maxMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `maxMs`: how long an answer may take. */
  constructor(socket: Socket, maxMs: number, hear: (heard: Heard | HeardOfFile) => void) {
    this.#socket = socket;
    this.#maxMs = maxMs;
    let pending = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line) as FromServer;
        if (message.kind === 'answer') this.#waiting.get(message.id)?.resolve(message.body as never);
        else hear(message);
      }
    });
    const end = () => {
      for (const { reject } of this.#waiting.values()) reject(new NoAnswerError({ kind: 'channel-closed' }));
    };
    socket.on('close', end);
    // A reset is how a killed server hangs up; its exit is noticed elsewhere.
    socket.on('error', end);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Throws NoAnswerError. */
  async ask<Ask extends Question>(ask: Ask): Promise<Answers[Ask]> {
    if (!this.isOpen) throw new NoAnswerError({ kind: 'channel-closed' });
    const question: ToServer = { id: ++this.#lastId, ask };
    let patience: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answers[Ask]>((resolve, reject) => {
        this.#waiting.set(question.id, { resolve, reject });
        const late = () => reject(new NoAnswerError({ kind: 'no-answer', withinMs: this.#maxMs }));
        patience = setTimeout(late, this.#maxMs);
        this.#socket.write(`${JSON.stringify(question)}\n`);
      });
    } finally {
      clearTimeout(patience);
      this.#waiting.delete(question.id);
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
